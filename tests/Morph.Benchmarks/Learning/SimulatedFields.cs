using Morph.Domain.Manifests;
using Morph.Imaging.Fields;
using Morph.Imaging.Manifests;
using Morph.Imaging.Simulate;

namespace Morph.Benchmarks.Learning;

/// <summary>Simulated fields of 3 x 512 x 512 pixels, four to a sample, as PNG files in a folder of their own.</summary>
internal sealed class SimulatedFields : IDisposable
{
    /// <summary>Writes the files.</summary>
    public SimulatedFields(int samples)
    {
        CellSimulator.Write(Folder, new SimulationOptions(samples), null, CancellationToken.None);
        var manifest = ManifestReader.Read(Folder, Table, new(), 128).Manifest ?? throw new InvalidOperationException("The simulated fields are no image set.");
        Fields = [.. manifest.Fields];
        Reader = new(manifest, new());
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("morph-benchmark-").FullName;

    /// <summary>The table of fields and samples.</summary>
    public string Table => Path.Combine(Folder, "samples.csv");

    /// <summary>All fields.</summary>
    public IReadOnlyList<FieldEntry> Fields { get; }

    /// <summary>Reads them.</summary>
    public FieldReader Reader { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
