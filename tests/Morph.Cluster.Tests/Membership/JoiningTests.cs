using Morph.Actors.Hosting;
using Morph.Actors.Membership;
using Morph.Cluster.Tests.Fakes;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cluster.Tests.Membership;

/// <summary>Who does not fit is not let in, is told why, and joins when it is mended.</summary>
public sealed class JoiningTests
{
    [Fact]
    public async Task A_node_that_does_not_see_the_shared_directory_is_told_so_and_joins_when_it_does()
    {
        await using var cluster = new TestCluster();
        await cluster.FoundAsync([.. NodeRoles.All]);
        var shared = Path.Combine(cluster.Shared, SharedMarker.FileName);
        var hidden = shared + "-hidden";
        File.Move(shared, hidden);
        var late = cluster.Begin("late", [NodeRoles.Embedder]);
        await late.SaysAsync("does not see the cluster's shared directory");
        File.Move(hidden, shared);
        await late.ReadyAsync();
    }

    [Fact]
    public async Task Nodes_of_another_version_database_configuration_or_cluster_are_refused_with_the_reason()
    {
        await using var cluster = new TestCluster();
        await cluster.FoundAsync([.. NodeRoles.All]);
        await using var other = new TestCluster();
        await other.FoundAsync([.. NodeRoles.All]);

        await cluster.Begin("old", [NodeRoles.Embedder], version: "0.0.1").SaysAsync("this cluster runs morph test");
        await cluster.Begin("elsewhere", [NodeRoles.Embedder], change: s => s with { Database = other.Database }).SaysAsync("set the same database (MORPH_DATABASE)");
        await cluster.Begin("tuned", [NodeRoles.Embedder], akka: "akka.cluster.split-brain-resolver.stable-after = 33s")
            .SaysAsync("is configured with akka.cluster.split-brain-resolver.stable-after = 33s, this cluster with 10s");
        await cluster.Begin("mixed", [NodeRoles.Embedder], change: s => s with { SharedDirectory = other.Shared }).SaysAsync("belongs to another cluster");

        await using var connection = await cluster.ConnectAsync();
        Assert.Single((await connection.StatusAsync()).Nodes);
    }

    [Fact]
    public async Task A_wrong_seed_address_is_named()
    {
        await using var cluster = new TestCluster();
        await cluster.Begin("lost", [NodeRoles.Embedder]).SaysAsync($"no cluster answers at {cluster.Seed}");
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => ClusterConnection.OpenAsync([cluster.Seed], TestCluster.Version));
        Assert.Contains($"No node of a cluster answers at {cluster.Seed}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_node_that_starts_later_is_waited_for()
    {
        await using var cluster = new TestCluster();
        var early = cluster.Begin("early", [NodeRoles.Embedder]);
        await early.SaysAsync("no cluster answers");
        await cluster.FoundAsync([.. NodeRoles.All]);
        await early.ReadyAsync();
    }
}
