using System.Text.RegularExpressions;

namespace Morph.EndToEnd.Tests;

/// <summary>What the image, the compose files and their page name is really there.</summary>
public sealed partial class DeployFilesTests
{
    private static readonly string Root = TestData.RepositoryRoot;

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/docker-compose.gpu.yml")]
    public void Files_that_a_compose_file_names_are_there(string compose)
    {
        var named = Lines(compose).Select(line => DockerfileKey().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(Root, path)), $"{compose} names {path}, which is not there."));
    }

    [Fact]
    public void Files_that_the_image_copies_are_there()
    {
        var copied = Lines("deploy/Dockerfile")
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])
            .ToList();
        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Root, path)), $"deploy/Dockerfile copies {path}, which is not there."));
    }

    [Fact]
    public void The_image_holds_the_net_that_the_projects_are_built_for()
    {
        var target = Regex.Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props")), "<TargetFramework>net(.+)</TargetFramework>").Groups[1].Value;
        var bases = Lines("deploy/Dockerfile").Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, bases.Count);
        Assert.All(bases, line => Assert.Contains($":{target}-", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_variable_of_the_compose_files_is_explained_on_the_page_beside_them()
    {
        var page = File.ReadAllText(Path.Combine(Root, "deploy", "README.md"));
        var variables = Lines("docker-compose.yml").SelectMany(line => Variable().Matches(line)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(variables);
        Assert.All(variables, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(Root, file)).Select(line => line.Trim()).Where(line => !line.StartsWith('#'));

    [GeneratedRegex(@"^dockerfile:\s*(\S+)$")]
    private static partial Regex DockerfileKey();

    [GeneratedRegex(@"\$\{(\w+)(?::-[^}]*)?\}")]
    private static partial Regex Variable();
}
