using System.Net;

namespace Morph.Cluster.Tests.Processes;

/// <summary>A node that starts while its database is down.</summary>
[Collection(ProcessTests.Name)]
public sealed class DatabaseDownTests
{
    [SkippableFact]
    public async Task A_node_without_its_database_says_so_within_half_a_minute_and_joins_when_the_server_is_started()
    {
        using var cluster = new ProcessCluster();
        cluster.Database.Stop();
        var node = cluster.Begin("all", seed: 0);

        var said = await node.SaysAsync("cannot be reached");
        var (status, reason) = await node.ReadyAsync();

        Assert.Contains($"The PostgreSQL server 127.0.0.1:{cluster.Database.Port} with the database 'morph' cannot be reached", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.EndsWith($"node {reason.Trim()}", said, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Database.Password, node.Told + reason, StringComparison.Ordinal);

        cluster.Database.Start();
        await node.JoinsAsync();
        Assert.Equal(HttpStatusCode.OK, (await node.ReadyAsync()).Status);
    }
}
