using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.EndToEnd.Tests.Resuming;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests.Poison;

/// <summary>One image that harms whoever reads it is found out and left behind, whatever it does; nothing else is.</summary>
public sealed class PoisonTests(PoisonTests.Images images) : IClassFixture<PoisonTests.Images>
{
    [Theory]
    [InlineData("throws", 0, "InvalidOperationException: the decoder lost its way")]
    [InlineData("hangs", 0, "not done after 2 s, the limit of morph.work.unit-limit")]
    [InlineData("crashes", 139, "died of signal 11 (segmentation fault)")]
    [InlineData("devours memory", 0, "it needs more memory than a process of its own gets")]
    public async Task A_field_that_harms_its_reader_is_quarantined_by_name_and_the_rest_is_as_without_it(string harm, int firstEnd, string reason)
    {
        using var folder = new TemporaryFolder();
        var poison = $"load/{images.Victim}={harm}";
        if (firstEnd != 0)
        {
            Assert.Equal(firstEnd, await images.RunAsync(folder.File("run"), poison));
            Assert.NotEmpty(Directory.GetFiles(folder.File("run", "work")));
        }

        Assert.Equal(4, await images.RunAsync(folder.File("run"), poison));
        var item = Assert.Single(QuarantineTable.Read(folder.File("run", "quarantine.csv")));
        Assert.Equal((Domain.Runs.Stage.Load, images.Victim, 3), (item.Stage, item.Field, item.Attempts));
        Assert.Contains(reason, item.Reason);
        Assert.Contains($"{images.Victim}-DNA.png", item.Reason);
        images.AssertSameAsWithoutVictim(folder.File("run"));
    }

    [Fact]
    public async Task Killing_the_program_a_hundred_times_blames_no_image()
    {
        using var folder = new TemporaryFolder();
        await Task.CompletedTask;
    }

    /// <summary>A small simulated set, and a run that refuses one of its fields in the usual way.</summary>
    public sealed class Images : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Victim { get; private set; } = "";

        public async Task InitializeAsync()
        {
            CellSimulator.Write(_folder.File("images"), new SimulationOptions(Samples: 3, Fields: 2, Seed: 5, Height: 128, Width: 128), null, CancellationToken.None);
            Victim = Path.GetFileName(Directory.GetFiles(_folder.File("images"), "*-DNA.png", SearchOption.AllDirectories).Order().ElementAt(2)).Split('-')[0];
            await File.WriteAllTextAsync(_folder.File("small.conf"), "morph.train { validate-every = 2 }\nmorph.work { unit-limit = 2s, parallelism = 2 }\n");
            Assert.Equal(4, await RunAsync(_folder.File("without"), $"load/{Victim}=refused"));
        }

        /// <summary>Runs the program to its end, by itself or not.</summary>
        /// <returns>Its exit code.</returns>
        public async Task<int> RunAsync(string run, string poison, params string[] more)
        {
            using var morph = MorphProcess.Start(
                PoisonProgram.File,
                new Dictionary<string, string> { [PoisonProgram.Variable] = poison, ["DOTNET_GCHeapHardLimit"] = "0x40000000" },
                [
                    "run", _folder.File("images"), "--samples", _folder.File("images", "samples.csv"), "--out", run, "--config", _folder.File("small.conf"),
                    "--iterations", "2", "--window", "64", "--top", "8", "--json", .. more,
                ]);
            var (exitCode, output, errors) = await morph.EndAsync();
            Console.WriteLine(output + errors);
            return exitCode;
        }

        public void AssertSameAsWithoutVictim(string run)
        {
            foreach (var file in (string[])["clusters/windows.parquet", "clusters/fields.csv", "clusters/samples.csv", "clusters/metrics.json"])
            {
                Assert.True(Digest.OfFile(_folder.File("without", file)) == Digest.OfFile(Path.Combine(run, file)), $"{file} differs.");
            }
        }

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
