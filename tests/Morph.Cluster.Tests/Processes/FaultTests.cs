using System.Net;

namespace Morph.Cluster.Tests.Processes;

/// <summary>Nodes and the database go down in the middle of a run, as processes do: nothing is lost, and the result is the same.</summary>
[Collection(ProcessTests.Name)]
public sealed class FaultTests(SmallRun run)
{
    [SkippableFact]
    public async Task A_killed_node_a_database_that_goes_down_and_a_node_that_leaves_in_one_run_do_not_change_a_byte()
    {
        using var cluster = new ProcessCluster();
        var coordinator = await cluster.StartAsync("coordinator,imaging,trainer", seed: 0);
        var victim = await cluster.StartAsync("embedder,imaging");
        var leaver = await cluster.StartAsync("embedder");
        using var follower = cluster.Submit(run, coordinator);
        await cluster.EmbedsAsync(follower);

        await victim.KillAsync();
        var newcomer = cluster.Begin("embedder");

        // What the victim had is given to nobody else before the others have removed it, which takes longer than this: the run still embeds.
        cluster.Database.Stop();
        Assert.Contains("cannot be reached", await coordinator.SaysAsync("PostgreSQL"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await coordinator.ReadyAsync()).Status);
        cluster.Database.Start();
        await coordinator.JoinsAsync();

        // A node joins when all others see each other: when the victim is removed, and what it had is offered again.
        await newcomer.JoinsAsync();
        await leaver.LeaveAsync();

        await cluster.DoneAsync(follower);
        run.AssertSame(cluster.Run);
    }

    [SkippableFact]
    public async Task A_run_whose_coordinator_is_killed_goes_on_at_another_one_and_ends_with_the_same_bytes()
    {
        using var cluster = new ProcessCluster(seeds: 3);
        var first = cluster.Begin("coordinator,trainer", seed: 0);
        var second = cluster.Begin("coordinator,imaging,embedder", seed: 1);
        var third = cluster.Begin("coordinator,embedder", seed: 2);
        await Task.WhenAll(first.JoinsAsync(), second.JoinsAsync(), third.JoinsAsync());
        using var follower = cluster.Submit(run, second);
        await cluster.EmbedsAsync(follower);

        await first.KillAsync();

        await cluster.DoneAsync(follower);
        run.AssertSame(cluster.Run);
    }
}
