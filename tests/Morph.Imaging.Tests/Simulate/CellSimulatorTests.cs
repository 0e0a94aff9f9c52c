using System.Security.Cryptography;
using Morph.Domain.Errors;
using Morph.Imaging.Simulate;
using SkiaSharp;

namespace Morph.Imaging.Tests.Simulate;

public class CellSimulatorTests
{
    private static readonly SimulationOptions Small = new(Samples: 3, Fields: 2, Seed: 7, Height: 96, Width: 80);

    [Fact]
    public void The_same_address_gives_the_same_pixels_and_another_seed_sample_or_field_others()
    {
        var pixels = CellSimulator.Render(Small, 1, 1).Pixels;
        Assert.Equal(pixels, CellSimulator.Render(Small, 1, 1).Pixels);
        Assert.NotEqual(pixels, CellSimulator.Render(Small, 1, 0).Pixels);
        Assert.NotEqual(pixels, CellSimulator.Render(Small, 2, 1).Pixels);
        Assert.NotEqual(pixels, CellSimulator.Render(Small with { Seed = 8 }, 1, 1).Pixels);
    }

    [Fact]
    public void A_field_does_not_depend_on_how_many_others_there_are() =>
        Assert.Equal(CellSimulator.Render(Small, 1, 1).Pixels, CellSimulator.Render(Small with { Samples = 9, Fields = 5 }, 1, 1).Pixels);

    [Fact]
    public void A_16_bit_field_is_the_same_picture_in_finer_steps()
    {
        var coarse = CellSimulator.Render(Small, 0, 0).Pixels;
        var fine = CellSimulator.Render(Small with { BitDepth = 16 }, 0, 0).Pixels;
        Assert.All(coarse.Zip(fine), p => Assert.InRange(p.Second / 64.0, p.First - 0.51, p.First == 255 ? 256 : p.First + 0.51));
        Assert.Contains(fine, v => v > 255);
    }

    [Fact]
    public void Any_number_of_threads_writes_the_same_bytes()
    {
        using var one = new TemporaryFolder();
        using var four = new TemporaryFolder();
        CellSimulator.Write(one.Path, Small with { Threads = 1 }, null, CancellationToken.None);
        CellSimulator.Write(four.Path, Small with { Threads = 4 }, null, CancellationToken.None);
        Assert.Equal(Contents(one.Path), Contents(four.Path));
    }

    [Fact]
    public void Files_decode_to_the_rendered_pixels()
    {
        using var folder = new TemporaryFolder();
        CellSimulator.Write(folder.Path, Small, null, CancellationToken.None);
        foreach (var (row, index) in Rows(folder, "samples.csv").Select((r, i) => (r, i)))
        {
            var expected = CellSimulator.Render(Small, index / 2, index % 2);
            for (var channel = 0; channel < 3; channel++)
            {
                using var image = SKBitmap.Decode(folder.File($"{row[0]}-{SimulationOptions.Channels[channel]}.png"));
                Assert.Equal((96, 80, SKColorType.Gray8), (image.Height, image.Width, image.ColorType));
                var bytes = image.Bytes;
                Assert.Equal(
                    expected.Plane(channel).ToArray(),
                    Enumerable.Range(0, 96 * 80).Select(i => (ushort)bytes[i / 80 * image.RowBytes + i % 80]));
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void TIFF_files_hold_the_rendered_pixels(int bitDepth)
    {
        using var folder = new TemporaryFolder();
        var options = Small with { Samples = 2, Fields = 1, Format = SimulatedFormat.Tif, BitDepth = bitDepth };
        CellSimulator.Write(folder.Path, options, null, CancellationToken.None);
        using var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(folder.File("00011-actin.tif"), "r");
        var row = new byte[80 * bitDepth / 8];
        var pixels = new List<ushort>();
        for (var y = 0; y < 96; y++)
        {
            tiff.ReadScanline(row, y);
            pixels.AddRange(Enumerable.Range(0, 80).Select(x => bitDepth == 8 ? row[x] : BitConverter.ToUInt16(row, 2 * x)));
        }

        Assert.Equal(CellSimulator.Render(options, 0, 0).Plane(2).ToArray(), pixels);
    }

    [Fact]
    public void Sixteen_bit_PNG_files_hold_the_rendered_pixels()
    {
        using var folder = new TemporaryFolder();
        var options = Small with { BitDepth = 16 };
        CellSimulator.Write(folder.Path, options, null, CancellationToken.None);
        Assert.Equal(CellSimulator.Render(options, 0, 0).Plane(0).ToArray(), PngPixels.Read16(File.ReadAllBytes(folder.File("00011-DNA.png"))));
    }

    [Fact]
    public void The_tables_name_every_field_in_order_with_its_sample_and_truth()
    {
        using var folder = new TemporaryFolder();
        CellSimulator.Write(folder.Path, Small, null, CancellationToken.None);
        Assert.Equal("field,sample,truth_phenotype", File.ReadLines(folder.File("samples.csv")).First());
        var rows = Rows(folder, "samples.csv");
        Assert.Equal(["S00", "S00", "S01", "S01", "S02", "S02"], rows.Select(r => r[1]));
        Assert.Equal(rows.Select(r => r[0]).Order(StringComparer.Ordinal), rows.Select(r => r[0]));
        Assert.Equal(["control", "large-nuclei", "elongated"], rows.Select(r => r[2]).Distinct());
        Assert.Equal(
            rows.Select(r => r[0]).SelectMany(f => SimulationOptions.Channels.Select(c => $"{f}-{c}.png")).Order(),
            Directory.GetFiles(folder.Path, "*.png").Select(p => Path.GetFileName(p)).Order());
        Assert.Equal(rows.Select(r => r[0]), Rows(folder, "truth.csv").Select(r => r[0]));
        Assert.Equal(3, Rows(folder, "phenotypes.csv").Count);
        Assert.Contains("| S02 |", File.ReadAllText(folder.File("phenotypes.md")));
    }

    [Fact]
    public void Field_numbers_keep_their_order_in_large_sets()
    {
        var names = new SimulatedNames(30_000, 4);
        var all = Enumerable.Range(0, 30_000).SelectMany(s => Enumerable.Range(0, 4).Select(f => names.Of(s, f))).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Equal("S00007", names.Sample(7));
        Assert.Equal("17876", new SimulatedNames(14, 4).Of(13, 3));
    }

    [Theory]
    [InlineData(1, 4, "at least 2 samples")]
    [InlineData(14, 0, "at least 1 field")]
    public void Impossible_options_are_refused_by_name(int samples, int fields, string reason)
    {
        using var folder = new TemporaryFolder();
        var refused = Assert.Throws<ConfigurationException>(() =>
            CellSimulator.Write(folder.File("new"), new SimulationOptions(samples, fields), null, CancellationToken.None));
        Assert.Contains(reason, refused.Message);
        Assert.False(Directory.Exists(folder.File("new")));
    }

    internal static List<string[]> Rows(TemporaryFolder folder, string table) =>
        [.. File.ReadLines(folder.File(table)).Skip(1).Select(line => line.Split(','))];

    internal static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder)
        .ToDictionary(p => Path.GetFileName(p), p => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(p))));
}
