using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests.Configuration;

public sealed class NodeValueKindsTests
{
    [Theory]
    [InlineData("roles = [embeder]", "roles = embeder is not allowed: it takes a list of coordinator, imaging, trainer, embedder, or all; did you mean embedder?")]
    [InlineData("roles = worker", "roles = worker is not allowed: it takes a list of coordinator, imaging, trainer, embedder, or all.")]
    [InlineData("roles = [trainer, trainer]", "roles = trainer,trainer is not allowed: it takes a list of coordinator, imaging, trainer, embedder, or all; did you mean trainer?")]
    [InlineData("port = -1", "port = -1 is not allowed: it takes a whole number from 0 to 65535.")]
    [InlineData("http-port = 65536", "http-port = 65536 is not allowed: it takes a whole number from 0 to 65535.")]
    [InlineData("hostname = 0.0.0.0", "hostname = 0.0.0.0 is not allowed: it takes a host name or IPv4 address under which the other nodes reach this one, without a port; 0.0.0.0 belongs into morph.node.bind-hostname.")]
    [InlineData("hostname = \"a b\"", "hostname = a b is not allowed: it takes a host name or IPv4 address under which the other nodes reach this one, without a port; 0.0.0.0 belongs into morph.node.bind-hostname.")]
    [InlineData("bind-hostname = \"node:80\"", "bind-hostname = node:80 is not allowed: it takes a host name or IPv4 address of this machine, without a port, or nothing.")]
    [InlineData("seed-nodes = []", "seed-nodes =  is not allowed: it takes a list of one or more different nodes, each as host:port, like morph-1:4053.")]
    [InlineData("seed-nodes = [\"a:0\"]", "seed-nodes = a:0 is not allowed: it takes a list of one or more different nodes, each as host:port, like morph-1:4053.")]
    [InlineData("seed-nodes = [\"a:1\", \"a:1\"]", "seed-nodes = a:1,a:1 is not allowed: it takes a list of one or more different nodes, each as host:port, like morph-1:4053.")]
    [InlineData("shared-directory = shared", "shared-directory = shared is not allowed: it takes an absolute path, like /shared/morph, or nothing.")]
    public void A_wrong_value_is_refused_with_what_is_allowed(string line, string message)
    {
        var failure = Assert.Throws<ConfigurationException>(() => ConfigurationResolver.Apply($"morph.node {{ {line} }}", "my.conf", RunConfiguration.Default));
        Assert.Equal($"my.conf: morph.node.{message}", failure.Message);
    }

    [Fact]
    public void A_wrong_database_is_refused_where_it_is_used_and_never_repeated_here()
    {
        var read = ConfigurationResolver.Apply("morph.node.database = \"Hots=db;Password=secret\"", "my.conf", RunConfiguration.Default);
        Assert.Equal("Hots=db;Password=secret", read.Node.Database);
    }

    [Theory]
    [InlineData("roles = all", "coordinator,imaging,trainer,embedder")]
    [InlineData("roles = [embedder, imaging]", "embedder,imaging")]
    [InlineData("roles = \"embedder, imaging\"", "embedder,imaging")]
    public void Roles_are_a_list_or_all(string line, string roles) =>
        Assert.Equal(roles, string.Join(',', ConfigurationResolver.Apply($"morph.node {{ {line} }}", "my.conf", RunConfiguration.Default).Node.Roles));

    [Theory]
    [InlineData("coordinator")]
    [InlineData("imaging")]
    [InlineData("trainer")]
    [InlineData("embedder")]
    public void Each_role_has_a_file_that_gives_a_node_this_role_and_decides_no_result(string role)
    {
        Assert.Contains(role, NodeRoles.All);
        var name = $"role-{role}.conf";
        var configuration = ConfigurationResolver.Apply(ConfigurationResolver.Text(name), name, ConfigurationResolver.Reference);
        Assert.Equal(role, string.Join(',', configuration.Node.Roles));
        Assert.Null(SettingKeys.FirstDifference(ConfigurationResolver.Reference.Settings, configuration.Settings));
        Assert.Equal(File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "hocon", name)), ConfigurationResolver.Text(name));
    }
}
