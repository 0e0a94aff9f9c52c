using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests.Resuming;

/// <summary>Killed at any instant, the same command continues, and the result is the bytes of a run that was left alone.</summary>
public sealed class KillAndResumeTests(KillAndResumeTests.Undisturbed undisturbed) : IClassFixture<KillAndResumeTests.Undisturbed>
{
    private const int KillsPerStage = 2;

    [Theory]
    [InlineData(Stage.Mask, Stage.Train, Stage.Embed)]
    [InlineData(Stage.Load, Stage.Reduce, Stage.Cluster, Stage.Report)]
    public async Task A_run_killed_in_these_stages_ends_with_the_same_bytes(params Stage[] stages)
    {
        using var folder = new TemporaryFolder();
        var kills = 0;
        foreach (var stage in stages)
        {
            for (var kill = 0; kill < KillsPerStage; kill++)
            {
                kills += await KillAtAsync(folder, stage) ? 1 : 0;
            }
        }

        // How far a stage gets between its line and the kill is the machine's choice: a run on a fast one may be through before the last kills.
        Assert.InRange(kills, stages.Length, KillsPerStage * stages.Length);
        await AssertSameAsync(folder.File("run"));
    }

    [Fact]
    public async Task A_damaged_embedding_is_named_by_verify_and_repaired_alone()
    {
        using var folder = new TemporaryFolder();
        await AssertSameAsync(folder.File("run"));
        var embeddings = Directory.GetFiles(folder.File("run", "embeddings"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var (damaged, whole) = (embeddings[1], embeddings[2]);
        var written = File.GetLastWriteTimeUtc(whole);
        using (var file = File.OpenWrite(damaged))
        {
            file.Position = file.Length / 2;
            file.WriteByte(0x5a);
        }

        using (var verify = MorphProcess.Start("verify", folder.File("run")))
        {
            var (exitCode, output, errors) = await verify.EndAsync();
            Assert.Equal(1, exitCode);
            Assert.Contains(Path.GetFileName(damaged), output + errors);
        }

        await AssertSameAsync(folder.File("run"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(whole));
        using (var verify = MorphProcess.Start("verify", folder.File("run")))
        {
            Assert.Equal(0, (await verify.EndAsync()).ExitCode);
        }
    }

    private async Task<bool> KillAtAsync(TemporaryFolder folder, Stage stage)
    {
        using var victim = MorphProcess.Start(undisturbed.Command(folder.File("run")));
        return await victim.KillAtAsync(stage);
    }

    private async Task AssertSameAsync(string run)
    {
        using var last = MorphProcess.Start(undisturbed.Command(run));
        var (exitCode, output, errors) = await last.EndAsync();
        Assert.True(exitCode == 0, $"The run ended with {exitCode}: {errors}\n{output}");
        foreach (var file in (string[])["clusters/windows.parquet", "clusters/fields.csv", "clusters/samples.csv", "clusters/metrics.json", "report/scatter-train-cluster.png"])
        {
            Assert.True(
                Digest.OfFile(Path.Combine(undisturbed.Run, file)) == Digest.OfFile(Path.Combine(run, file)), $"{file} differs from the undisturbed run's.");
        }
    }

    /// <summary>A small simulated set and a run over it that nothing disturbs.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Run => _folder.File("undisturbed", "run");

        public IEnumerable<string> Command(string run) =>
        [
            "run", _folder.File("images"), "--samples", _folder.File("images", "samples.csv"), "--out", run, "--config", _folder.File("small.conf"),
            "--iterations", "6", "--window", "64", "--top", "8", "--seed", "3", "--json",
        ];

        public async Task InitializeAsync()
        {
            CellSimulator.Write(_folder.File("images"), new SimulationOptions(Samples: 3, Fields: 2, Seed: 5, Height: 160, Width: 160), null, CancellationToken.None);
            await File.WriteAllTextAsync(_folder.File("small.conf"), "morph.train { checkpoint-every = 2, validate-every = 2 }\n");
            using var run = MorphProcess.Start(Command(Run));
            var (exitCode, output, errors) = await run.EndAsync();
            Assert.True(exitCode == 0, $"The undisturbed run ended with {exitCode}: {errors}\n{output}");
        }

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
