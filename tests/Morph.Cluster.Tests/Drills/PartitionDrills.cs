using Morph.Cluster.Tests.Processes;

namespace Morph.Cluster.Tests.Drills;

/// <summary>The network between hosts is cut and healed; database and files stay within everybody's reach, which is the harder case.</summary>
[Collection(LongDrills.Name)]
[Trait("Category", "Long")]
public sealed class PartitionDrills(DrillRun set)
{
    private static readonly TimeSpan s_flap = TimeSpan.FromSeconds(2);

    private static readonly (string Roles, int? Seed)[] s_nodes =
        [("coordinator,trainer", 0), ("coordinator,imaging", 1), ("coordinator,embedder", 2), ("imaging,embedder", null), ("trainer,embedder", null)];

    [SkippableTheory]
    [InlineData("2 of 5 hosts cut off", 3, 4)]
    [InlineData("2 of 5 hosts cut off, with the coordinator", 0, 3)]
    [InlineData("one host isolated", 2)]
    [InlineData("the coordinator's host isolated", 0)]
    public async Task Cut_off(string name, params int[] side)
    {
        using var hosts = Hosts.MakeOrSkip(s_nodes.Length);
        using var cluster = new ProcessCluster(seeds: 3, Drill.Telling, hosts);
        var drill = new Drill(set, name);
        var nodes = await StartAsync(cluster);
        var others = Enumerable.Range(0, s_nodes.Length).Except(side).ToList();
        var run = cluster.Run;
        await cluster.HandInAsync(set, run);
        for (var cut = 0; cut < 2; cut++)
        {
            hosts.Cut(side, others);
            drill.Faults++;
            await Task.WhenAll(side.Select(i => nodes[i].IsRemovedAsync()));
            hosts.Heal();
            await Task.WhenAll(side.Select(i => nodes[i].ComesBackAsync()));
        }

        Assert.Equal("Done.", (await Drill.EndAsync(run)).Result);
        End(drill, cluster, run, side.Length);
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Flapping(int host)
    {
        using var hosts = Hosts.MakeOrSkip(s_nodes.Length);
        using var cluster = new ProcessCluster(seeds: 3, Drill.Telling, hosts);
        var drill = new Drill(set, $"the link of host {host + 1} of 5 flaps: 2 s off, 2 s on");
        await StartAsync(cluster);
        var others = Enumerable.Range(0, s_nodes.Length).Where(i => i != host).ToList();
        var run = cluster.Run;
        await cluster.HandInAsync(set, run);
        for (var cut = 0; cut < 5; cut++)
        {
            hosts.Cut([host], others);
            await Task.Delay(s_flap);
            hosts.Heal();
            await Task.Delay(s_flap);
        }

        drill.Faults++;
        Assert.Equal("Done.", (await Drill.EndAsync(run)).Result);
        End(drill, cluster, run, 1);
    }

    private static async Task<ProcessNode[]> StartAsync(ProcessCluster cluster)
    {
        var nodes = s_nodes.Select((n, host) => cluster.Begin(n.Roles, n.Seed, host)).ToArray();
        await Task.WhenAll(nodes.Select(n => n.JoinsAsync()));
        return nodes;
    }

    private static void End(Drill drill, ProcessCluster cluster, string run, int hosts)
    {
        drill.Ended(run);
        drill.Refused = cluster.Nodes.Sum(n => n.Refusals);
        drill.Begun(cluster.Nodes.SelectMany(n => n.Begun));
        drill.Report(repeatedPerFault: hosts);
    }
}
