using System.Text.RegularExpressions;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Deploy;

/// <summary><c>deploy/local-cluster</c>, <c>deploy/probe.sh</c> and <c>deploy/README.md</c> against the program and the repository.</summary>
public sealed partial class ScriptAndPageTests
{
    private static readonly string LocalCluster = Repository.Read("deploy", "local-cluster");
    private static readonly string Page = Repository.Read("deploy", "README.md");

    [Fact]
    public void The_local_cluster_calls_commands_of_the_program()
    {
        var lines = Launcher().Matches(LocalCluster).Select(m => m.Groups[1].Value).ToList();
        Assert.Contains(lines, l => l.StartsWith("node ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("submit ", StringComparison.Ordinal));
        Assert.All(lines, l => Repository.AssertIsCommandLine(Words(l.Replace("\"$roles\"", "imaging,embedder", StringComparison.Ordinal)), "deploy/local-cluster"));
        Assert.All(RoleLists().Matches(LocalCluster).Select(m => m.Groups[1].Value), r => Repository.AssertIsCommandLine(["node", "--role", r], "deploy/local-cluster"));
    }

    [Fact]
    public void The_local_cluster_sets_variables_of_the_program_and_starts_at_its_ports()
    {
        Repository.AssertKnowsVariables(LocalCluster, "deploy/local-cluster", "MORPH_LOCAL_CLUSTER", "MORPH_LOCAL_CLUSTER_PORT", "MORPH_LOCAL_CLUSTER_HTTP_PORT");
        Assert.Contains($"${{MORPH_LOCAL_CLUSTER_PORT:-{NodeSettings.Default.Port}}}", LocalCluster, StringComparison.Ordinal);
        Assert.Contains($"${{MORPH_LOCAL_CLUSTER_HTTP_PORT:-{NodeSettings.Default.HttpPort}}}", LocalCluster, StringComparison.Ordinal);
    }

    [Fact]
    public void The_probe_asks_the_port_of_the_program()
    {
        var probe = Repository.Read("deploy", "probe.sh");
        Repository.AssertKnowsVariables(probe, "deploy/probe.sh");
        Assert.Contains($"${{MORPH_HTTP_PORT:-{NodeSettings.Default.HttpPort}}}", probe, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_morph_command_that_a_reader_is_told_to_type_is_one_of_the_program()
    {
        // 'morph test' is the launcher's own.
        var lines = MorphLine().Matches(Page + Repository.Read("docker-compose.yml")).Select(m => m.Groups[1].Value)
            .Where(l => !l.StartsWith("test ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 10, $"only {lines.Count} command lines were found");
        Assert.All(lines, l => Repository.AssertIsCommandLine(Words(l), "deploy/README.md, docker-compose.yml"));
    }

    [Fact]
    public void Every_file_that_the_page_and_the_scripts_name_exists()
    {
        // Links and the names of Kubernetes folders are relative to the page.
        var paths = Links().Matches(Page).Select(m => Path.Combine("deploy", m.Groups[1].Value))
            .Concat(RepositoryPaths().Matches(Page + LocalCluster).Select(m => m.Groups[1].Value.TrimEnd('.', '/')))
            .Concat(KubernetesPaths().Matches(Page).Select(m => Path.Combine("deploy", "kubernetes", m.Groups[1].Value)));
        Assert.All(paths.Distinct(), p => Assert.True(Path.Exists(Repository.Path(p)), $"there is no {p}"));
    }

    [Fact]
    public void Every_service_that_the_page_names_is_one_of_the_compose_file()
    {
        var services = Yaml.Documents(Repository.Read("docker-compose.yml"))[0]["services"];
        Assert.All(ComposeService().Matches(Page).Select(m => m.Groups[1].Value), s => Assert.True(services[s].Exists, $"there is no service {s}"));
    }

    // Words of a shell line; comments, redirections and quotes left out.
    private static string[] Words(string line) =>
        [.. line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => !w.Contains('>', StringComparison.Ordinal)).Select(w => w.Trim('"', '\'', '`'))];

    [GeneratedRegex(@"(?:""\$root/morph""|\./morph) ([^\n'\\]+)")]
    private static partial Regex Launcher();

    [GeneratedRegex(@"(?:^|[\s(\-=])((?:coordinator|imaging|trainer|embedder)(?:,(?:coordinator|imaging|trainer|embedder))+)(?=[\s)}\n])")]
    private static partial Regex RoleLists();

    [GeneratedRegex(@"(?:\./morph|run --rm morph|-- morph) ([^\n`]+)")]
    private static partial Regex MorphLine();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?<![\w/.])((?:deploy|eng|tests)/[\w./-]+)")]
    private static partial Regex RepositoryPaths();

    [GeneratedRegex(@"`(?:kubernetes/)?((?:overlays|base|submit)\b[\w./-]*)`")]
    private static partial Regex KubernetesPaths();

    [GeneratedRegex(@"docker compose (?:run --rm|exec|cp|up) ([a-z][\w-]*)")]
    private static partial Regex ComposeService();
}
