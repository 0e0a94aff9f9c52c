using System.Text.RegularExpressions;

namespace Morph.Cli.Tests.Deploy;

public sealed partial class DockerfileTests
{
    private static readonly string Text = Repository.Read("deploy", "Dockerfile");

    // Instructions, a line each: continued lines joined, comments left out.
    private static readonly IReadOnlyList<string[]> Instructions =
    [
        .. Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void Ports_and_variables_are_those_of_the_program()
    {
        Assert.Equal(Repository.Ports.Order(), Of("EXPOSE").SelectMany(words => words).Select(int.Parse).Order());
        Repository.AssertKnowsVariables(Text, "deploy/Dockerfile");
        Repository.AssertKnowsVariables(Repository.Read("deploy", "entrypoint.sh"), "deploy/entrypoint.sh");
    }

    [Fact]
    public void Every_file_that_is_copied_or_built_exists()
    {
        foreach (var words in Of("COPY").Where(words => !words.Any(w => w.StartsWith("--from=", StringComparison.Ordinal))))
        {
            var sources = words.Where(w => !w.StartsWith("--", StringComparison.Ordinal)).SkipLast(1);
            Assert.All(sources, path => Assert.True(Path.Exists(Repository.Path(path)), $"there is no {path}"));
        }

        Assert.True(File.Exists(Repository.Path(ProjectFile().Match(Text).Value)), "there is no project of this name");
        Assert.Contains("$TorchBackend", Text, StringComparison.Ordinal);
        Assert.Contains("'$(TorchBackend)'", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_runs_as_a_user_without_rights_on_the_runtime_that_the_program_needs()
    {
        var framework = FrameworkVersion().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;
        Assert.Equal([$"mcr.microsoft.com/dotnet/sdk:{framework}-noble", $"mcr.microsoft.com/dotnet/aspnet:{framework}-noble"], Of("FROM").Select(words => words[0]));
        Assert.Equal(["$APP_UID"], Of("USER").Last());
    }

    [Fact]
    public void The_programs_that_the_other_files_call_are_in_the_image()
    {
        var programs = Of("COPY").Select(words => words[^1]).Where(to => to.StartsWith("/usr/local/bin/", StringComparison.Ordinal)).Select(Path.GetFileName).ToList();
        Assert.Contains("morph", programs);
        Assert.Contains("morph-probe", programs);
        Assert.Equal("""["morph"]""", string.Join(' ', Of("ENTRYPOINT").Single()));
    }

    private static IEnumerable<string[]> Of(string instruction) => Instructions.Where(words => words[0] == instruction).Select(words => words[1..]);

    [GeneratedRegex(@"src/\S+\.csproj")]
    private static partial Regex ProjectFile();

    [GeneratedRegex(@"<TargetFramework>net(\d+\.\d+)</TargetFramework>")]
    private static partial Regex FrameworkVersion();
}
