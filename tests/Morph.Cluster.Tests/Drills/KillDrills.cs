using Morph.Artifacts.Runs;
using Morph.Cluster.Tests.Processes;
using Morph.EndToEnd.Tests.Resuming;

namespace Morph.Cluster.Tests.Drills;

/// <summary>Processes are killed as the kernel does it, at random times and in the middle of writing files, again and again.</summary>
[Collection(LongDrills.Name)]
[Trait("Category", "Long")]
public sealed class KillDrills(DrillRun set)
{
    private const int KillsPerRun = 18;
    private const int KillsPerCluster = 10;

    private static readonly string[] s_aims = ["", "", "masks", "checkpoints", "embeddings", "clusters"];

    private static readonly (string Roles, int? Seed)[] s_nodes =
        [("coordinator,trainer", 0), ("coordinator,imaging,embedder", 1), ("coordinator,embedder", 2), ("trainer,imaging,embedder", null)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task One_machine(int seed)
    {
        using var folder = new TemporaryFolder();
        var (run, random, drill) = (folder.File("run"), new Random(seed), new Drill(set, $"kill -9 of one machine's process, seed {seed}"));
        Directory.CreateDirectory(run);
        while (drill.Faults < KillsPerRun)
        {
            using var process = MorphProcess.Start(["run", .. set.Arguments(run, $"morph.work.parallelism = 1\n{Drill.Telling}")]);
            var ended = process.EndAsync();
            var moment = MomentAsync(run, s_aims[random.Next(s_aims.Length)], TimeSpan.FromSeconds(1 + (7 * random.NextDouble())));
            if (await Task.WhenAny(ended, moment) == ended)
            {
                Assert.Equal(0, (await ended).ExitCode);
                break;
            }

            await process.KillAsync();
            drill.Faults++;
        }

        using var last = MorphProcess.Start(["run", .. set.Arguments(run, $"morph.work.parallelism = 1\n{Drill.Telling}")]);
        var (exitCode, _, errors) = await last.EndAsync();
        Assert.True(exitCode == 0, errors);
        drill.Begun(BegunUnits.In(await File.ReadAllLinesAsync(new RunDirectory(run).LogFile)));
        drill.Ended(run);
        drill.Report(repeatedPerFault: 1);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nodes_of_a_cluster(int seed)
    {
        using var cluster = new ProcessCluster(seeds: 3, Drill.Telling);
        var (random, drill) = (new Random(seed), new Drill(set, $"kill -9 of a cluster's nodes, seed {seed}"));
        var nodes = s_nodes.Select(n => cluster.Begin(n.Roles, n.Seed)).ToArray();
        await Task.WhenAll(nodes.Select(n => n.JoinsAsync()));
        for (var number = 0; drill.Faults < KillsPerCluster; number++)
        {
            var run = cluster.RunAt($"run-{number}");
            await cluster.HandInAsync(set, run);
            var ended = Drill.EndAsync(run);
            while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(1 + (9 * random.NextDouble())))) != ended && drill.Faults < KillsPerCluster)
            {
                var victim = random.Next(nodes.Length);
                await nodes[victim].KillAsync();
                drill.Faults++;
                nodes[victim] = cluster.Begin(s_nodes[victim].Roles, s_nodes[victim].Seed);
                await nodes[victim].ComesBackAsync();
            }

            Assert.Equal("Done.", (await ended).Result);
            drill.Ended(run);
        }

        drill.Begun(cluster.Nodes.SelectMany(n => n.Begun));
        drill.Report(repeatedPerFault: 1);
    }

    /// <summary>A moment at which to kill: when a file of a folder begins to be written, or at a time, whichever is first.</summary>
    private static async Task MomentAsync(string run, string folder, TimeSpan time)
    {
        using var watcher = new FileSystemWatcher(run, "*.morph-tmp") { IncludeSubdirectories = true };
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, e) =>
        {
            if (folder.Length > 0 && e.Name!.StartsWith(folder, StringComparison.Ordinal))
            {
                writing.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        await Task.WhenAny(writing.Task, Task.Delay(time));
    }
}
