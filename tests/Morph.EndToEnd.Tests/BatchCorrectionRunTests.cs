using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests;

/// <summary>Batch effects are taken out of what map and clusters are made of, and the encoder's features stay as they are.</summary>
public sealed class BatchCorrectionRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_plate_of_a_run_and_of_what_is_assigned_to_it_is_brought_to_one_scale()
    {
        var (images, table) = (_folder.File("images"), _folder.File("plates.csv"));
        CellSimulator.Write(images, new SimulationOptions(Samples: 3, Fields: 2, Seed: 1, Height: 160, Width: 160), progress: null, CancellationToken.None);
        var rows = File.ReadAllLines(Path.Combine(images, "samples.csv"));
        File.WriteAllLines(table, rows.Select((row, i) => i == 0 ? row + ",Plate" : $"{row},P{i % 2}"));
        var config = _folder.File("plates.conf");
        File.WriteAllText(config, "morph.reduce.correction { method = standardise, batch = Plate }\n");
        string[] common = ["--samples", table];

        await InProcess.RunAsync(["run", images, "--out", Out("run"), "--config", config, "--window", "64", "--iterations", "1", .. common]);
        await InProcess.RunAsync(["assign", Out("run"), images, "--out", Out("assigned"), .. common]);

        foreach (var run in new[] { new RunDirectory(Out("run")), new RunDirectory(Out("assigned")) })
        {
            var (raw, corrected) = (WindowFile.Read(run.WindowsFile), WindowFile.Read(run.CorrectedFile));
            Assert.Equal(raw.Field, corrected.Field);
            Assert.NotEqual(0, MeanOf(raw, "P1", feature: 0), 2);
            Assert.All(Enumerable.Range(0, 128), f => Assert.Equal(0, MeanOf(corrected, "P0", f), 3));
            Assert.All(Enumerable.Range(0, 128), f => Assert.Equal(0, MeanOf(corrected, "P1", f), 3));
            await InProcess.RunAsync(["verify", run.Root]);
        }

        // The same images: each window lies on itself in the map.
        Assert.All(WindowFile.Read(new RunDirectory(Out("assigned")).WindowsFile).Novelty!, n => Assert.InRange(n, 0, 0.01f));
    }

    private string Out(string name) => _folder.File(name);

    private static double MeanOf(WindowTable windows, string plate, int feature) => Enumerable.Range(0, windows.Count)
        .Where(i => windows.Metadata["Plate"][i] == plate)
        .Average(i => windows.Features[(i * windows.Dimensions) + feature]);
}
