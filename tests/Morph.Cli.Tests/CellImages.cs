using Morph.Imaging.Simulate;

namespace Morph.Cli.Tests;

/// <summary>A small simulated image set: 3 samples of 2 fields of 96 x 96 pixels, 3 channels.</summary>
internal static class CellImages
{
    public const int Files = 18;

    public static string Write(TemporaryFolder folder, int samples = 3, string name = "images")
    {
        var path = folder.File(name);
        CellSimulator.Write(path, new SimulationOptions(samples, Fields: 2, Seed: 1, Height: 96, Width: 96), progress: null, CancellationToken.None);
        return path;
    }

    public static string Table(string images) => Path.Combine(images, "samples.csv");
}
