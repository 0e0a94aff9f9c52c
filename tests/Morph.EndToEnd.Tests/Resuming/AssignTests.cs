using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Imaging.Formats;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests.Resuming;

/// <summary>Images that a finished run has not seen go through its encoder, map and clusters; killed at any instant, the result is the same bytes.</summary>
public sealed class AssignTests(AssignTests.HeldBack held) : IClassFixture<AssignTests.HeldBack>
{
    [Fact]
    public void Fields_that_were_held_back_fall_into_the_cluster_of_their_sample()
    {
        var clusters = SampleTable.Read(new RunDirectory(held.Model).SamplesFile).ToDictionary(s => s.Sample, s => s.Cluster);
        var assigned = FieldTable.Read(new RunDirectory(held.Assigned).FieldsFile);
        Assert.Equal(clusters.Keys.Order(), assigned.Select(f => f.Sample).Order());
        Assert.Equal(clusters.Count, clusters.Values.Distinct().Count());
        Assert.All(assigned, f => Assert.True(f.Cluster == clusters[f.Sample], $"field {f.Field} of {f.Sample} is in {f.Cluster}, its sample in {clusters[f.Sample]}"));
        Assert.All(assigned, f => Assert.Equal("test", f.Set));
    }

    [Fact]
    public async Task Images_unlike_all_that_the_run_has_seen_are_told()
    {
        using var folder = new TemporaryFolder();
        CellSimulator.Write(folder.File("noise"), new SimulationOptions(Samples: 2, Fields: 2, Seed: 7, Height: 160, Width: 160), null, CancellationToken.None);
        var random = new Random(1);
        foreach (var plane in Directory.GetFiles(folder.File("noise"), "*.png"))
        {
            File.WriteAllBytes(plane, PngOf(random));
        }

        await RunAsync(["assign", held.Model, folder.File("noise"), "--out", folder.File("run"), "--json"]);
        Assert.All(FieldTable.Read(new RunDirectory(folder.File("run")).FieldsFile), f => Assert.Equal(1, f.NovelShare));
        Assert.All(FieldTable.Read(new RunDirectory(held.Assigned).FieldsFile), f => Assert.InRange(f.NovelShare!.Value, 0, 0.5));
        Assert.Contains("| 100 % |", File.ReadAllText(new RunDirectory(folder.File("run")).SummaryFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assignment_killed_in_each_stage_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        foreach (var stage in (Stage[])[Stage.Mask, Stage.Train, Stage.Embed, Stage.Reduce, Stage.Cluster])
        {
            using var victim = MorphProcess.Start(held.Command(run));
            await victim.KillAtAsync(stage);
        }

        await RunAsync(held.Command(run));
        AssertSame(run);
    }

    [Fact]
    public async Task An_assigned_directory_stands_by_itself_and_what_is_damaged_is_made_anew()
    {
        using var folder = new TemporaryFolder();
        var (model, run) = (folder.File("model"), folder.File("run"));
        CopyFolder(held.Model, model);
        string[] command = ["assign", model, held.Images, "--samples", held.Table, "--out", run, "--json"];
        await RunAsync(command);
        AssertSame(run);

        File.Delete(Path.Combine(run, "adopted", "windows.parquet"));
        await RunAsync(command);
        Directory.Delete(model, recursive: true);
        File.Delete(Path.Combine(run, "clusters", "fields.csv"));
        File.Delete(Directory.GetFiles(Path.Combine(run, "reduce"), "umap.parquet", SearchOption.AllDirectories).Single());
        await RunAsync(command);
        AssertSame(run);
        await RunAsync(["verify", run]);

        File.Delete(Path.Combine(run, "adopted", "best.ckpt"));
        using var bereft = MorphProcess.Start(command);
        var (exitCode, output, _) = await bereft.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains($"adopted/best.ckpt is to be copied from {model}", output, StringComparison.Ordinal);
    }

    private void AssertSame(string run)
    {
        foreach (var file in (string[])["adopted/best.ckpt", "clusters/windows.parquet", "clusters/memberships.parquet", "clusters/fields.csv", "clusters/samples.csv", "clusters/metrics.json", "report/scatter-test-cluster.png"])
        {
            Assert.True(Digest.OfFile(Path.Combine(held.Assigned, file)) == Digest.OfFile(Path.Combine(run, file)), $"{file} differs from the undisturbed assignment's.");
        }
    }

    /// <summary>A picture of noise.</summary>
    private static byte[] PngOf(Random random)
    {
        var pixels = new byte[160 * 160];
        random.NextBytes(pixels);
        return PngWriter.Encode(160, 160, pixels);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task RunAsync(IEnumerable<string> command)
    {
        using var morph = MorphProcess.Start(command);
        var (exitCode, output, errors) = await morph.EndAsync();
        Assert.True(exitCode == 0, $"{string.Join(' ', command)} ended with {exitCode}: {errors}\n{output}");
    }

    /// <summary>A run over three fields of spread cells and three of small round ones, and the fourth ones assigned to it.</summary>
    public sealed class HeldBack : IAsyncLifetime
    {
        private const int Fields = 4;
        private static readonly string[] s_samples = ["S03", "S11"];
        private readonly TemporaryFolder _folder = new();

        public string Model => _folder.File("model");

        public string Assigned => _folder.File("assigned");

        public string Images => _folder.File("fourth");

        public string Table => _folder.File("fourth.csv");

        public IEnumerable<string> Command(string run) => ["assign", Model, Images, "--samples", Table, "--out", run, "--json"];

        public async Task InitializeAsync()
        {
            var all = _folder.File("all");
            CellSimulator.Write(all, new SimulationOptions(Samples: 12, Fields: Fields, Seed: 5, Height: 256, Width: 256), null, CancellationToken.None);
            var table = await File.ReadAllLinesAsync(Path.Combine(all, "samples.csv"));
            string[] rows = [table[0], .. table.Where(row => s_samples.Contains(row.Split(',')[1]))];
            await KeepAsync(rows, "three", i => i % Fields < Fields - 1);
            await KeepAsync(rows, "fourth", i => i % Fields == Fields - 1);
            await File.WriteAllTextAsync(_folder.File("all.conf"), "morph.train.held-out = 0\n");
            await RunAsync([
                "run", _folder.File("three"), "--samples", _folder.File("three.csv"), "--out", Model, "--config", _folder.File("all.conf"),
                "--iterations", "40", "--window", "64", "--seed", "3", "--json",
            ]);
            await RunAsync(Command(Assigned));
        }

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }

        private async Task KeepAsync(string[] rows, string name, Func<int, bool> kept)
        {
            string[] chosen = [.. rows.Skip(1).Where((_, i) => kept(i))];
            Directory.CreateDirectory(_folder.File(name));
            foreach (var file in chosen.SelectMany(row => Directory.GetFiles(_folder.File("all"), row.Split(',')[0] + "-*")))
            {
                File.Copy(file, Path.Combine(_folder.File(name), Path.GetFileName(file)));
            }

            await File.WriteAllLinesAsync(_folder.File(name + ".csv"), chosen.Prepend(rows[0]));
        }
    }
}
