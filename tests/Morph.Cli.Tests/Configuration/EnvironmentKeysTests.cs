using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Configuration;

public sealed class EnvironmentKeysTests
{
    [Fact]
    public void Every_key_of_a_node_has_a_variable_of_its_name_and_none_decides_a_result()
    {
        var wanted = SettingKeys.All.Where(k => k.IsIn(SettingKeys.NodeBlock)).Select(k => ($"MORPH_{k.Path["morph.node.".Length..].Replace('-', '_').ToUpperInvariant()}", k.Path));
        Assert.Equal(wanted.Prepend(("MORPH_PARALLELISM", "morph.work.parallelism")), EnvironmentKeys.All.Select(e => (e.Variable, e.Key.Path)));
        Assert.DoesNotContain(EnvironmentKeys.All, e => e.Key.DecidesResults);
    }

    [Fact]
    public void Every_variable_is_named_in_the_reference_beside_its_key()
    {
        var text = ConfigurationResolver.ReferenceText();
        Assert.All(EnvironmentKeys.All, e => Assert.Matches($@"Variable: {e.Variable}\b[^\n]*\n\s+{e.Key.Path.Split('.')[^1]} = ", text));
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_the_environment()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("my.conf");
        File.WriteAllText(file, "morph.node { port = 1, http-port = 2, hostname = from-file, seed-nodes = [\"a:1\", \"b:2\"] }");
        var environment = Environment(
            ("MORPH_PORT", "11"), ("MORPH_HTTP_PORT", " 12 "), ("MORPH_ROLES", "embedder, imaging"), ("MORPH_HOSTNAME", ""), ("MORPH_DATABASE", "Host=db;Database=morph;Password=a,b"),
            ("MORPH_SHARED_DIRECTORY", "/shared"), ("MORPH_PARALLELISM", "3"), ("MORPH_SEED", "9"));

        var configuration = ConfigurationResolver.Resolve(file, [new("--port", SettingKeys.At("morph.node.port"), "21")], environment: environment);

        Assert.Equal(21, configuration.Node.Port);
        Assert.Equal(12, configuration.Node.HttpPort);
        Assert.Equal("from-file", configuration.Node.Hostname);
        Assert.Equal("embedder,imaging", string.Join(',', configuration.Node.Roles));
        Assert.Equal("a:1,b:2", string.Join(',', configuration.Node.SeedNodes));
        Assert.Equal("Host=db;Database=morph;Password=a,b", configuration.Node.Database);
        Assert.Equal("/shared", configuration.Node.SharedDirectory);
        Assert.Equal(3, configuration.Work.Parallelism);
        Assert.Equal(MorphSettings.Default.Seed, configuration.Settings.Seed);
    }

    [Fact]
    public void A_command_that_gives_no_environment_has_none() =>
        Assert.Equal(NodeSettings.Default.Port, ConfigurationResolver.Resolve(null, []).Node.Port);

    [Theory]
    [InlineData("MORPH_PORT", "70000", "MORPH_PORT = 70000 is not allowed for morph.node.port: it takes a whole number from 0 to 65535.")]
    [InlineData("MORPH_ROLES", "embeder,imaging", "MORPH_ROLES = embeder,imaging is not allowed for morph.node.roles: it takes a list of coordinator, imaging, trainer, embedder, or all; did you mean embedder,imaging?")]
    [InlineData("MORPH_SEED_NODES", "morph-1", "MORPH_SEED_NODES = morph-1 is not allowed for morph.node.seed-nodes: it takes a list of one or more different nodes, each as host:port, like morph-1:4053.")]
    public void A_wrong_value_names_the_variable_and_the_key(string variable, string value, string message)
    {
        var failure = Assert.Throws<ConfigurationException>(() => ConfigurationResolver.Resolve(null, [], environment: Environment((variable, value))));
        Assert.Equal(message, failure.Message);
    }

    private static Func<string, string?> Environment(params (string Variable, string Value)[] set) =>
        variable => set.Where(s => s.Variable == variable).Select(s => s.Value).FirstOrDefault();
}
