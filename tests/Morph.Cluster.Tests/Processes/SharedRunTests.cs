using System.Text.Json;

namespace Morph.Cluster.Tests.Processes;

/// <summary>Nodes as processes, with the ledger in PostgreSQL, do what one process does.</summary>
[Collection(ProcessTests.Name)]
public sealed class SharedRunTests(SmallRun run)
{
    [SkippableFact]
    public async Task Three_nodes_make_the_bytes_of_one_process_and_verify_and_status_find_the_run_whole()
    {
        using var cluster = new ProcessCluster();
        var coordinator = await cluster.StartAsync("coordinator,imaging,trainer", seed: 0);
        await Task.WhenAll(cluster.StartAsync("embedder,imaging"), cluster.StartAsync("embedder"));

        using var follower = cluster.Submit(run, coordinator);
        await cluster.DoneAsync(follower);

        run.AssertSame(cluster.Run);
        var verified = await cluster.AskAsync("verify", cluster.Run);
        Assert.True(verified.ExitCode == 0, verified.Errors);
        Assert.EndsWith(" files as the ledger has them.", verified.Output, StringComparison.Ordinal);
        var status = await cluster.AskAsync("status", cluster.Run, "--json");
        Assert.True(status.ExitCode == 0, status.Errors);
        Assert.Equal("finished", JsonDocument.Parse(status.Output).RootElement.GetProperty("state").GetString());
    }
}
