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

    [Fact]
    public async Task The_program_understands_the_command_of_the_service()
    {
        var command = Assert.Single(Lines("docker-compose.yml").Select(line => CommandKey().Match(line)), match => match.Success);
        var words = Regex.Matches(command.Groups[1].Value, "\"([^\"]*)\"").Select(m => Variable().Replace(m.Groups[1].Value, "there"));
        var nowhere = words.Select(word => word.StartsWith('/') ? $"/nowhere{word}" : word);
        var ended = await Ended.Of(Root, Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "morph.dll"), .. nowhere]);

        // Past the command line, and stopped at the images, which are not there.
        Assert.True(ended.ExitCode == 3, $"Exit code {ended.ExitCode}: {ended.Error}");
        Assert.Contains("/nowhere/images", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_of_the_project_has_its_notice()
    {
        var notices = File.ReadAllText(Path.Combine(Root, "THIRD-PARTY-NOTICES.md"));
        var packages = Lines("Directory.Packages.props").Select(line => Package().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, name => Assert.True(Regex.IsMatch(notices, $@"[| ]{Regex.Escape(name)}[ ,]"), $"THIRD-PARTY-NOTICES.md says nothing of {name}."));
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(Root, file)).Select(line => line.Trim()).Where(line => !line.StartsWith('#'));

    [GeneratedRegex(@"^dockerfile:\s*(\S+)$")]
    private static partial Regex DockerfileKey();

    [GeneratedRegex(@"^command:\s*\[(.+)\]$")]
    private static partial Regex CommandKey();

    [GeneratedRegex("<PackageVersion Include=\"([^\"]+)\"")]
    private static partial Regex Package();

    [GeneratedRegex(@"\$\{(\w+)(?::-[^}]*)?\}")]
    private static partial Regex Variable();
}
