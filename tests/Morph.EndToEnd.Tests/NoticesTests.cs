using System.Text.RegularExpressions;

namespace Morph.EndToEnd.Tests;

/// <summary>Whose work is built in is said.</summary>
public sealed partial class NoticesTests
{
    [Fact]
    public void Every_package_of_the_project_has_its_notice()
    {
        var notices = File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "THIRD-PARTY-NOTICES.md"));
        var packages = Package().Matches(File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "Directory.Packages.props"))).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, name => Assert.True(Regex.IsMatch(notices, $@"[| ]{Regex.Escape(name)}[ ,]"), $"THIRD-PARTY-NOTICES.md says nothing of {name}."));
    }

    [GeneratedRegex("<PackageVersion Include=\"([^\"]+)\"")]
    private static partial Regex Package();
}
