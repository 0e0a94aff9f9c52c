using System.Globalization;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests.Resuming;

/// <summary>A training that is killed goes on with the very losses of one that is not, step by step, and ends with the same weights.</summary>
public sealed class TrainingResumeTests
{
    private const int Steps = 24;
    private const int Kills = 5;

    [Theory]
    [InlineData(1)]
    public async Task Killed_at_random_steps_and_once_inside_a_checkpoint(int seed)
    {
        using var folder = new TemporaryFolder();
        CellSimulator.Write(folder.File("images"), new SimulationOptions(Samples: 4, Fields: 2, Seed: 5, Height: 160, Width: 160), null, CancellationToken.None);
        await File.WriteAllTextAsync(folder.File("small.conf"), "morph.train { checkpoint-every = 3, validate-every = 4 }\n");
        var (undisturbed, killed) = (folder.File("undisturbed"), folder.File("killed"));
        await TrainAsync(folder, undisturbed);

        var kills = await KillInsideCheckpointAsync(folder, killed) ? 1 : 0;
        foreach (var step in new Random(seed).GetItems(Enumerable.Range(4, Steps - 6).ToArray(), Kills).Order())
        {
            using var victim = MorphProcess.Start(Command(folder, killed));
            kills += await victim.KillAtAsync(Stage.Train, step) ? 1 : 0;
        }

        await TrainAsync(folder, killed);

        Assert.Equal(Kills + 1, kills);
        var files = Checkpoints(undisturbed);
        Assert.Equal(files.Keys, Checkpoints(killed).Keys);
        var losses = files.Keys.Single(f => f.EndsWith(".csv", StringComparison.Ordinal));
        Assert.Equal(Steps, LossTable.Read(Path.Combine(undisturbed, losses)).Count);
        Assert.Equal(LossTable.Read(Path.Combine(undisturbed, losses)), LossTable.Read(Path.Combine(killed, losses)));
        Assert.Equal(files.Values, Checkpoints(killed).Values);
    }

    private static IEnumerable<string> Command(TemporaryFolder folder, string run) =>
    [
        "run", folder.File("images"), "--samples", folder.File("images", "samples.csv"), "--out", run, "--config", folder.File("small.conf"),
        "--iterations", Steps.ToString(CultureInfo.InvariantCulture), "--window", "64", "--top", "8", "--seed", "3", "--json",
    ];

    private static async Task TrainAsync(TemporaryFolder folder, string run)
    {
        using var process = MorphProcess.Start(Command(folder, run));
        var (exitCode, output, errors) = await process.EndAsync();
        Assert.True(exitCode == 0, $"The run ended with {exitCode}: {errors}\n{output}");
    }

    /// <summary>Kills when the file of a checkpoint is being written: when it has its temporary name.</summary>
    private static async Task<bool> KillInsideCheckpointAsync(TemporaryFolder folder, string run)
    {
        Directory.CreateDirectory(run);
        using var watcher = new FileSystemWatcher(run, "*.morph-tmp") { IncludeSubdirectories = true };
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, e) =>
        {
            if (e.Name!.StartsWith("checkpoints", StringComparison.Ordinal))
            {
                writing.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        using var victim = MorphProcess.Start(Command(folder, run));
        var ended = victim.EndAsync();
        if (await Task.WhenAny(writing.Task, ended) == ended)
        {
            return false;
        }

        await victim.KillAsync();
        return true;
    }

    /// <summary>Digests of all files of the training.</summary>
    private static SortedDictionary<string, Digest> Checkpoints(string run) => new(
        Directory.EnumerateFiles(Path.Combine(run, "checkpoints"), "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(run, f), Digest.OfFile),
        StringComparer.Ordinal);
}
