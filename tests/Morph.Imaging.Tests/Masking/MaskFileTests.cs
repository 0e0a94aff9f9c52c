using System.IO.Compression;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Imaging.Masking;
using SkiaSharp;

namespace Morph.Imaging.Tests.Masking;

public class MaskFileTests
{
    private static FieldMask Blobs(int height, int width) =>
        new(height, width, [.. Enumerable.Range(0, height * width).Select(i => Math.Sin(i % width / 9.0) * Math.Cos(i / width / 7.0) > 0.2)]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    [InlineData(64, 64)]
    [InlineData(130, 257)]
    public void A_mask_comes_back_as_it_was_written(int height, int width)
    {
        using var folder = new TemporaryFolder();
        var mask = Blobs(height, width);
        using (var stream = File.Create(folder.File("m.png")))
        {
            MaskFile.Write(stream, mask);
        }

        Assert.Equal(mask.Foreground, MaskFile.Read(folder.File("m.png"), height, width).Foreground);
    }

    [Fact]
    public void Any_viewer_shows_it_as_black_and_white()
    {
        var mask = Blobs(40, 50);
        using var image = SKBitmap.Decode(MaskFile.Encode(mask), new SKImageInfo(50, 40, SKColorType.Gray8, SKAlphaType.Opaque));
        Assert.Equal(mask.Foreground.Select(f => f ? 255 : 0), Enumerable.Range(0, 2000).Select(i => (int)image.GetPixel(i % 50, i / 50).Red));
    }

    [Fact]
    public void A_mask_takes_less_than_half_a_bit_a_pixel() => Assert.InRange(MaskFile.Encode(Blobs(512, 512)).Length, 100, 512 * 512 / 8 / 2);

    [Fact]
    public void Runs_of_every_length_unpack_with_an_ordinary_zlib()
    {
        var random = new RandomSource(3);
        var data = new List<byte>();
        for (var run = 1; run < 600; run++)
        {
            data.AddRange(Enumerable.Repeat((byte)random.NextInt(256), run));
        }

        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(RunLengthZlib.Pack([.. data])), CompressionMode.Decompress))
        {
            zlib.CopyTo(unpacked);
        }

        Assert.Equal(data, unpacked.ToArray());
    }

    [Fact]
    public void A_damaged_truncated_missing_or_foreign_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("m.png");
        var good = MaskFile.Encode(Blobs(64, 64));
        for (var at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            File.WriteAllBytes(path, bad);
            AssertRefused(64, 64);
        }

        File.WriteAllBytes(path, good[..^20]);
        AssertRefused(64, 64);
        File.WriteAllBytes(path, good);
        AssertRefused(64, 72);
        File.WriteAllBytes(path, Imaging.Formats.PngWriter.Encode(64, 64, new byte[4096]));
        AssertRefused(64, 64);
        File.WriteAllBytes(path, []);
        AssertRefused(64, 64);
        File.Delete(path);
        AssertRefused(64, 64);

        void AssertRefused(int height, int width) =>
            Assert.Contains(path, Assert.Throws<ArtifactException>(() => MaskFile.Read(path, height, width)).Message, StringComparison.Ordinal);
    }
}
