using Morph.Artifacts.Tables;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests;

/// <summary>A run's embeddings are made by its settings.</summary>
public sealed class EmbeddingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_last_two_numbers_tell_the_density_as_far_and_as_much_as_is_asked_for()
    {
        const int reach = 64;
        var (images, config, run) = (_folder.File("images"), _folder.File("density.conf"), _folder.File("run"));
        CellSimulator.Write(images, new SimulationOptions(Samples: 2, Fields: 1, Seed: 1, Height: 256, Width: 256), progress: null, CancellationToken.None);
        File.WriteAllText(config, $"morph.embed {{\n context = 32\n density-reach = {reach}\n density-weight = 4\n}}\n");

        await InProcess.RunAsync("run", images, "--samples", Path.Combine(images, "samples.csv"), "--out", run, "--config", config, "--window", "64", "--iterations", "1");

        var fields = Directory.EnumerateFiles(Path.Combine(run, "embeddings"), "*.parquet", SearchOption.AllDirectories).Select(EmbeddingFile.Read).ToList();
        Assert.Equal(2, fields.Count);
        foreach (var field in fields)
        {
            for (var i = 0; i < field.Count; i++)
            {
                var shares = Enumerable.Range(0, field.Count)
                    .Where(j => Math.Abs(field.Y[j] - field.Y[i]) <= reach && Math.Abs(field.X[j] - field.X[i]) <= reach).Select(j => (double)field.ForegroundFraction[j]).ToArray();
                var mean = shares.Average();
                Assert.Equal(4 * mean, field.Vectors[(i * 128) + 126], 1e-5);
                Assert.Equal(6 * Math.Sqrt(shares.Average(s => (s - mean) * (s - mean))), field.Vectors[(i * 128) + 127], 1e-5);
            }
        }
    }
}
