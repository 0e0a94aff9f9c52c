using Morph.Cluster.Tests.Processes;

namespace Morph.Cluster.Tests.Drills;

/// <summary>A node that is stopped (SIGSTOP) for longer than its lease goes on not knowing: what it still computes is refused.</summary>
[Collection(ProcessTests.Name)]
public sealed class PauseDrill(SmallRun set)
{
    [SkippableFact]
    public Task A_paused_embedder() => PausedEmbedders.AtAsync(set, "an embedder paused for longer than its lease", pauses: 1, removals: 0, seed: 1);
}

/// <summary>The same again and again, also for so long that the others remove the node.</summary>
[Collection(LongDrills.Name)]
[Trait("Category", "Long")]
public sealed class PauseDrills(DrillRun set)
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Paused_embedders(int seed) =>
        PausedEmbedders.AtAsync(set, $"embedders paused for longer than their lease, the last two until they were removed, seed {seed}", pauses: 8, removals: 2, seed);
}

/// <summary>The drill itself.</summary>
internal static class PausedEmbedders
{
    private const string Lease = "morph.work.lease = 6s";

    /// <summary>A node is not unreachable before its lease is over, so that the lease decides.</summary>
    private const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 15s";

    private static readonly TimeSpan s_longerThanLease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longerThanRemoval = TimeSpan.FromSeconds(35);

    public static async Task AtAsync(SimulatedRun set, string name, int pauses, int removals, int seed)
    {
        using var cluster = new ProcessCluster(configuration: $"{Drill.Telling}\n{Patient}");
        var (random, drill) = (new Random(seed), new Drill(set, name));
        await cluster.StartAsync("coordinator,imaging,trainer", seed: 0);
        var embedders = await Task.WhenAll(cluster.StartAsync("embedder"), cluster.StartAsync("embedder"));
        for (var number = 0; drill.Faults < pauses + removals; number++)
        {
            var run = cluster.RunAt($"run-{number}");
            await cluster.HandInAsync(set, run, Lease);
            var ended = Drill.EndAsync(run);
            while (drill.Faults < pauses + removals)
            {
                var victim = embedders[random.Next(embedders.Length)];
                if (await Task.WhenAny(victim.BeginsAsync(), ended) == ended)
                {
                    break;
                }

                var isRemoved = drill.Faults >= pauses;
                victim.Pause();
                drill.Faults++;
                await Task.Delay(isRemoved ? s_longerThanRemoval : s_longerThanLease);
                victim.Continue();
                if (isRemoved)
                {
                    await victim.ComesBackAsync();
                }
            }

            Assert.Equal("Done.", (await ended).Result);
            drill.Ended(run);
        }

        drill.Refused = cluster.Nodes.Sum(n => n.Refusals);
        drill.Begun(cluster.Nodes.SelectMany(n => n.Begun));
        drill.Report(repeatedPerFault: 1);
        Assert.InRange(drill.Refused, 1, int.MaxValue);
    }
}
