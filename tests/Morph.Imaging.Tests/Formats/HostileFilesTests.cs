using System.Diagnostics;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;
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
        foreach (var path in FilesOfEveryKind())
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

    private static List<string> FilesOfEveryKind()
    {
        var good = TestData.ImagesOrSkip("formats", "good");
        return
        [
            .. Directory.EnumerateFiles(good).Where(f => new FileInfo(f).Length < 100_000).Order(StringComparer.Ordinal),
            TestData.ImagesOrSkip("ht29-example", "00733-DNA.DIB"),
            TestData.ImagesOrSkip("hela-rnai", "images", "00001-DNA.png"),
        ];
    }
}
