using System.Globalization;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Tests.Formats;

/// <summary>TIFF files of other programs, with the shape, type and mean that an independent reader found.</summary>
public class GoodFilesTests
{
    private static readonly PlaneReader Reader = new(400_000_000);

    public static TheoryData<string, string> Refused => new()
    {
        { "image-tiff-cmyk-3c-8b.tiff", "CMYK" },
        { "image-tiff-gradient-1c-32b-float.tiff", "32-bit floating-point" },
        { "image-tiff-gradient-1c-64b.tiff", "64-bit unsigned" },
        { "image-tiff-gradient-3c-32b-float.tiff", "32-bit floating-point" },
        { "image-tiff-gradient-3c-64b.tiff", "64-bit unsigned" },
        { "image-tiff-int16.tif", "16-bit signed" },
        { "image-tiff-int16_rgb.tif", "16-bit signed" },
        { "image-tiff-int8.tif", "8-bit signed" },
        { "image-tiff-minisblack-1c-i8b.tiff", "8-bit signed" },
        { "image-tiff-palette-1c-1b.tiff", "1-bit unsigned" },
        { "image-tiff-palette-1c-8b.tiff", "palette" },
        { "image-tiff-random-fp16-pred2.tiff", "16-bit floating-point" },
        { "image-tiff-tiled-gray-i1.tif", "1-bit unsigned" },
    };

    [SkippableFact]
    public void Every_supported_file_opens_with_its_shape_type_and_mean()
    {
        var folder = TestData.ImagesOrSkip("formats", "good");
        var refused = Refused.Select(row => (string)row[0]).ToHashSet();
        var opened = 0;
        foreach (var line in File.ReadLines(TestData.ImagesOrSkip("formats", "good.csv")).Skip(1))
        {
            var cells = line.Split(',');
            if (refused.Contains(cells[0]))
            {
                continue;
            }

            var header = Reader.ReadHeader(Path.Combine(folder, cells[0]));
            var sizes = cells[1].Split('x').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToList();
            var samplesLast = cells[3].EndsWith('S');
            var (height, width) = samplesLast ? (sizes[^3], sizes[^2]) : (sizes[^2], sizes[^1]);
            Assert.Equal((cells[0], height, width), (cells[0], header.Height, header.Width));
            Assert.Equal(sizes.Aggregate(1, (a, b) => a * b), header.Pages * height * width);
            Assert.Equal(cells[2], $"uint{header.BitsPerSample}");

            var planes = Reader.Read(Path.Combine(folder, cells[0]), [.. Enumerable.Range(0, header.Pages)]);
            Assert.Equal(double.Parse(cells[9], CultureInfo.InvariantCulture), planes.Average(p => p.Pixels.Average(v => (double)v)), 5e-7);
            opened++;
        }

        Assert.Equal(12, opened);
    }

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public void An_unsupported_file_is_refused_by_name_with_what_to_convert_to(string file, string type)
    {
        var path = TestData.ImagesOrSkip("formats", "good", file);
        var refusal = Assert.Throws<ImageException>(() => Reader.ReadHeader(path));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(type, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("convert it to 8- or 16-bit", refusal.Message, StringComparison.Ordinal);
    }
}
