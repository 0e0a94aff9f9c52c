using System.Text.RegularExpressions;
using Morph.Cli.Nodes;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Deploy;

public sealed partial class ComposeFileTests
{
    private const string Name = "docker-compose.yml";
    private static readonly Yaml File = Assert.Single(Yaml.Documents(Repository.Read(Name)));
    private static readonly IReadOnlyDictionary<string, Yaml> Services = File["services"].Fields.ToDictionary(f => f.Name, f => f.Value);

    public static TheoryData<string> OfMorph => [.. Services.Where(s => s.Value["image"].Text.StartsWith("morph:", StringComparison.Ordinal)).Select(s => s.Key)];

    public static TheoryData<string> Nodes => [.. Services.Where(s => s.Value["command"].Texts.FirstOrDefault() == "node").Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(OfMorph))]
    public void The_command_of_a_service_is_one_of_the_program(string service)
    {
        var words = Services[service]["command"].Texts.ToArray();
        if (words.Length > 0)
        {
            Repository.AssertIsCommandLine(words, $"{Name}, {service}");
        }
    }

    [Fact]
    public void Every_role_has_a_service_and_there_are_three_coordinators()
    {
        var roles = Services.Values.SelectMany(s => Repository.RolesOf([.. s["command"].Texts])).ToList();
        Assert.Equal(NodeRoles.All.Order(), roles.Distinct().Order());
        Assert.Equal(3, roles.Count(r => r == NodeRoles.Coordinator));
    }

    [Theory]
    [MemberData(nameof(OfMorph))]
    public void The_variables_of_a_service_are_those_of_the_program(string service) =>
        Assert.All(Services[service]["environment"].Fields, f => Assert.Contains(f.Name, Repository.Variables));

    [Theory]
    [MemberData(nameof(Nodes))]
    public void A_node_is_watched_by_its_readiness_has_time_to_drain_and_comes_back(string service)
    {
        var node = Services[service];
        Assert.Equal(["CMD", "morph-probe", NodeEndpoints.ReadyPath], node["healthcheck"]["test"].Texts);
        Assert.True(Duration(node["stop_grace_period"].Text) > TimeSpan.FromSeconds(30), $"{service} is killed while it drains");
        Assert.Equal("unless-stopped", node["restart"].Text);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void A_node_sees_the_shared_directory_and_the_images_and_reaches_the_database(string service)
    {
        var node = Services[service];
        var mounts = node["volumes"].Texts.ToList();
        Assert.Contains($"runs:{node["environment"]["MORPH_SHARED_DIRECTORY"].Text}", mounts);
        Assert.Contains(mounts, m => m.EndsWith(":/images:ro", StringComparison.Ordinal));
        var database = DatabaseHost().Match(node["environment"]["MORPH_DATABASE"].Text).Groups[1].Value;
        Assert.Contains(database, node["depends_on"].Fields.Select(f => f.Name));
        Assert.Contains("_PASSWORD", node["environment"]["MORPH_DATABASE"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void The_seed_nodes_are_the_coordinators_by_the_names_they_have(string service)
    {
        var seeds = Services[service]["environment"]["MORPH_SEED_NODES"].Text.Split(',');
        var coordinators = Services.Where(s => Repository.RolesOf([.. s.Value["command"].Texts]).Contains(NodeRoles.Coordinator)).ToList();
        Assert.Equal(coordinators.Select(c => $"{c.Key}:{NodeSettings.Default.Port}").Order(), seeds.Order());
        Assert.All(coordinators, c => Assert.Equal(c.Key, c.Value["hostname"].Text));
    }

    [Fact]
    public void Only_services_that_cannot_be_scaled_have_a_host_name_of_their_own() =>
        Assert.False(Services["embedder"]["hostname"].Exists || Services["embedder"]["container_name"].Exists || Services["embedder"]["ports"].Exists);

    [Fact]
    public void What_a_service_refers_to_exists()
    {
        var volumes = File["volumes"].Fields.Select(f => f.Name).ToList();
        foreach (var (name, service) in Services)
        {
            Assert.All(
                service["depends_on"].Fields,
                f => Assert.True(Services[f.Name]["healthcheck"].Exists, $"{name} waits for the health of {f.Name}, which has none"));
            Assert.All(service["volumes"].Texts.Where(v => char.IsLetter(v[0])), v => Assert.Contains(v.Split(':')[0], volumes));
            if (service["build"] is { Exists: true } build)
            {
                Assert.True(System.IO.File.Exists(Repository.Path(build["context"].Text, build["dockerfile"].Text)), $"{name}: there is no {build["dockerfile"].Text}");
                Assert.All(build["args"].Fields, f => Assert.Contains($"\nARG {f.Name}=", Repository.Read(build["dockerfile"].Text), StringComparison.Ordinal));
            }
        }

        Assert.Single(Services.Values, s => s["build"].Exists); // two that build one name at the same time disturb each other
    }

    [Fact]
    public void Every_variable_of_the_shell_is_explained_beside_it()
    {
        var explained = Repository.Read("deploy", "README.md");
        var variables = ShellVariable().Matches(Repository.Read(Name)).Select(m => m.Groups[1].Value).Distinct();
        Assert.All(variables, v => Assert.Contains($"| `{v}` |", explained, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_for_gpus_gives_them_to_the_trainer_and_names_services_that_exist()
    {
        var services = Assert.Single(Yaml.Documents(Repository.Read("deploy", "docker-compose.gpu.yml")))["services"];
        Assert.Contains("gpu", services["trainer"].Anywhere("capabilities").SelectMany(c => c.Texts));
        Assert.All(services.Fields, f => Assert.True(Services.ContainsKey(f.Name), $"there is no service {f.Name}"));
    }

    private static TimeSpan Duration(string text) =>
        text[^1] == 'm' ? TimeSpan.FromMinutes(new Yaml(text[..^1]).Number) : TimeSpan.FromSeconds(new Yaml(text.TrimEnd('s')).Number);

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex ShellVariable();

    [GeneratedRegex("^Host=([^;]+);")]
    private static partial Regex DatabaseHost();
}
