using Morph.Domain.Settings;
using Morph.Imaging.Fields;
using Morph.Imaging.Manifests;
using Morph.Imaging.Simulate;

namespace Morph.Imaging.Tests.Simulate;

public class SimulatedManifestTests
{
    [Theory]
    [InlineData(SimulatedFormat.Png, 8)]
    [InlineData(SimulatedFormat.Png, 16)]
    [InlineData(SimulatedFormat.Tif, 8)]
    [InlineData(SimulatedFormat.Tif, 16)]
    public void A_simulated_folder_loads_as_an_image_set_with_its_samples_and_its_pixels(SimulatedFormat format, int bitDepth)
    {
        using var folder = new TemporaryFolder();
        var options = new SimulationOptions(Samples: 3, Fields: 2, Seed: 5, Height: 72, Width: 65) { Format = format, BitDepth = bitDepth };
        CellSimulator.Write(folder.Path, options, null, CancellationToken.None);
        var settings = new LoadSettings { Channels = [.. SimulationOptions.Channels] };

        var reading = ManifestReader.Read(folder.Path, folder.File("samples.csv"), settings, window: 64);

        Assert.Empty(reading.Warnings);
        var manifest = reading.Manifest;
        Assert.Equal((72, 65), (manifest.Height, manifest.Width));
        Assert.Equal(["S00", "S00", "S01", "S01", "S02", "S02"], manifest.Fields.Select(f => f.Sample));
        Assert.Equal("elongated", manifest.Fields[^1].Metadata["truth_phenotype"]);
        var reader = new FieldReader(manifest, settings);
        Assert.Equal(CellSimulator.Render(options, 2, 1).Pixels, reader.Read(manifest.Fields[^1]).Pixels);
    }

    [Fact]
    public void Without_its_table_a_simulated_folder_is_understood_in_groups_of_four_fields()
    {
        using var folder = new TemporaryFolder();
        CellSimulator.Write(folder.Path, new SimulationOptions(Samples: 2, Fields: 4, Seed: 5, Height: 64, Width: 64), null, CancellationToken.None);
        var manifest = ManifestReader.Read(folder.Path, null, new LoadSettings(), window: 64).Manifest;
        Assert.Equal(8, manifest.Fields.Length);
        Assert.Equal(2, manifest.Samples.Length);
        Assert.All(manifest.Samples, sample => Assert.Equal(4, manifest.Fields.Count(f => f.Sample == sample)));
    }
}
