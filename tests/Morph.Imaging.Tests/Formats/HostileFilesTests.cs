using System.Diagnostics;
using BitMiracle.LibTiff.Classic;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;
using SkiaSharp;
using Xunit.Abstractions;

namespace Morph.Imaging.Tests.Formats;

public class HostileFilesTests(ITestOutputHelper output)
{
    private const long MaxPixels = 50_000_000;

    [SkippableFact]
    public void Every_hostile_file_opens_or_is_refused_by_name_soon_and_within_the_budget()
    {
        var reader = new PlaneReader(MaxPixels);
        foreach (var path in Directory.EnumerateFiles(TestData.ImagesOrSkip("formats", "hostile")).Order(StringComparer.Ordinal))
        {
            var watch = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var header = reader.ReadHeader(path);
                var planes = reader.Read(path, [.. Enumerable.Range(0, Math.Min(3, header.Pages))]);
                output.WriteLine($"opened {Path.GetFileName(path)}: {header}");
                Assert.All(planes, plane => Assert.Equal(plane.Height * plane.Width, plane.Pixels.Length));
            }
            catch (ImageException refused)
            {
                output.WriteLine(refused.Message[(refused.Message.LastIndexOf('/') + 1)..]);
                Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{path} took {watch.Elapsed}");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 8 * MaxPixels, $"{path} made the reader allocate {allocated} bytes");
        }
    }

    [SkippableFact]
    public void Files_with_bits_flipped_or_the_end_cut_off_never_crash_the_reader()
    {
        var reader = new PlaneReader(4_000_000);
        var random = new Domain.Randomness.RandomSource(7);
        using var folder = new TemporaryFolder();
        foreach (var path in FilesOfEveryKind(folder))
        {
            var good = File.ReadAllBytes(path);
            for (var round = 0; round < 40; round++)
            {
                var bad = round % 4 == 0 ? good[..random.NextInt(good.Length)] : [.. good];
                for (var flip = 0; flip < (round % 4 == 0 ? 0 : 1 + round / 8) && bad.Length > 0; flip++)
                {
                    // Half of the flips hit the first bytes, where the headers are.
                    bad[random.NextInt(flip % 2 == 0 ? Math.Min(bad.Length, 400) : bad.Length)] ^= (byte)(1 << random.NextInt(8));
                }

                var file = folder.File("bad");
                File.WriteAllBytes(file, bad);
                try
                {
                    var header = reader.ReadHeader(file);
                    reader.Read(file, 0);
                    reader.Read(file, header.Pages - 1);
                }
                catch (ImageException refused)
                {
                    Assert.StartsWith(file, refused.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    private static List<string> FilesOfEveryKind(TemporaryFolder folder)
    {
        var good = TestData.ImagesOrSkip("formats", "good");
        var pixels = Enumerable.Range(0, 40 * 40).Select(i => (byte)(i * i / 50)).ToArray();
        using var bitmap = SKBitmap.FromImage(SKImage.FromPixelCopy(new SKImageInfo(40, 40, SKColorType.Gray8, SKAlphaType.Opaque), pixels));
        using (var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90))
        {
            File.WriteAllBytes(folder.File("a.jpg"), jpeg.ToArray());
        }

        File.WriteAllBytes(folder.File("a.c01"), [16, 0, 0, 0, .. PngByHand.Zlib([40, 0, 0, 0, 40, 0, 0, 0, 40, 0, 0, 0, 1, 0, 8, 0, .. new byte[36], .. pixels])]);
        foreach (var compression in new[] { Compression.LZW, Compression.ADOBE_DEFLATE, Compression.JPEG })
        {
            using var tiff = Tiff.Open(folder.File($"{compression}.tif"), "w");
            tiff.SetField(TiffTag.IMAGEWIDTH, 40);
            tiff.SetField(TiffTag.IMAGELENGTH, 40);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.COMPRESSION, compression);
            tiff.SetField(TiffTag.ROWSPERSTRIP, 16);
            for (var strip = 0; strip < 3; strip++)
            {
                tiff.WriteEncodedStrip(strip, pixels[(strip * 640)..Math.Min(1600, strip * 640 + 640)], Math.Min(640, 1600 - strip * 640));
            }
        }

        return
        [
            folder.File("a.jpg"), folder.File("a.c01"), folder.File("LZW.tif"), folder.File("ADOBE_DEFLATE.tif"), folder.File("JPEG.tif"),
            .. Directory.EnumerateFiles(good).Where(f => new FileInfo(f).Length < 100_000).Order(StringComparer.Ordinal),
            TestData.ImagesOrSkip("ht29-example", "00733-DNA.DIB"),
            TestData.ImagesOrSkip("hela-rnai", "images", "00001-DNA.png"),
        ];
    }
}
