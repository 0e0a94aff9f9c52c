using System.Buffers.Binary;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;
using SkiaSharp;

namespace Morph.Imaging.Tests.Formats;

public class PngTests : IDisposable
{
    private static readonly PlaneReader Reader = new(1_000_000);
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("image.png");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8, 0, 1)]
    [InlineData(16, 0, 1)]
    [InlineData(8, 2, 3)]
    [InlineData(16, 2, 3)]
    [InlineData(8, 4, 2)]
    [InlineData(16, 4, 2)]
    [InlineData(8, 6, 4)]
    [InlineData(16, 6, 4)]
    public void Every_sample_of_every_kind_is_a_page_interlaced_or_not(int depth, int colour, int samples)
    {
        foreach (var interlaced in new[] { false, true })
        {
            foreach (var (height, width) in new[] { (37, 29), (1, 1), (3, 2) })
            {
                System.IO.File.WriteAllBytes(File, PngByHand.Encode(height, width, depth, colour, interlaced, Value));
                Assert.Equal(new("PNG", height, width, 1, samples, depth), Reader.ReadHeader(File));
                var planes = Reader.Read(File, [.. Enumerable.Range(0, samples).Reverse()]);
                for (var s = 0; s < samples; s++)
                {
                    var plane = planes[samples - 1 - s];
                    Assert.Equal((height, width, depth), (plane.Height, plane.Width, plane.BitsPerSample));
                    Assert.Equal(Enumerable.Range(0, height * width).Select(i => (ushort)Value(i / width, i % width, s)), plane.Pixels);
                }
            }
        }

        int Value(int y, int x, int s) => (y * 977 + x * 2531 + s * 20011) & ((1 << depth) - 1);
    }

    [SkippableFact]
    public void A_real_image_has_the_pixels_that_another_decoder_sees()
    {
        var path = TestData.ImagesOrSkip("hela-rnai", "images", "00001-DNA.png");
        var plane = Reader.Read(path, 0);
        using var image = SKBitmap.Decode(path, new SKImageInfo(plane.Width, plane.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        Assert.Equal(image.Bytes.Select(b => (ushort)b), plane.Pixels);
    }

    [Theory]
    [InlineData(8, 3, "a PNG with a palette is not supported")]
    [InlineData(4, 0, "a PNG of 4-bit gray is not supported; convert it to 8-bit gray")]
    [InlineData(1, 0, "a PNG of 1-bit gray is a mask, not an image with intensities")]
    [InlineData(16, 3, "there is no colour type 3 of 16 bits")]
    public void What_holds_no_intensities_is_refused_by_name(int depth, int colour, string message) =>
        AssertRefused(WithHeader(8, 8, depth, colour), message);

    [Theory]
    [InlineData(60_000, 60_000, "its header claims 60000 x 60000 pixels, more than the limit of 1,000,000")]
    [InlineData(1000, 900, "its header claims 1000 x 900 pixels of 8 bits, which its")]
    [InlineData(0, 8, "its header claims a size of 0 x 8 pixels")]
    [InlineData(-1, 8, "its header claims 4294967295 x 8 pixels, more than the limit")]
    public void An_absurd_size_is_refused_before_anything_is_allocated(int width, int height, string message)
    {
        var file = WithHeader(height, width, 8, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(file, message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Pixels_of_too_few_or_too_many_rows_are_refused()
    {
        var good = PngByHand.Encode(20, 20, 8, 0, false, (y, x, _) => y * x);
        AssertUnreadable(Patched(good, 21), "its pixels cannot be unpacked");
        AssertUnreadable(Patched(good, 19), "it holds more pixels than its header says");

        static byte[] Patched(byte[] good, int height)
        {
            var header = good[16..29];
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
            return [.. good[..8], .. PngByHand.Chunk("IHDR"u8, header), .. good[33..]];
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var good = PngByHand.Encode(20, 20, 8, 0, false, (y, x, _) => y * x);
        for (var length = 0; length < good.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Contains(File, Assert.Throws<ImageException>(() => Reader.Read(File, 0)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_wrong_bit_anywhere_is_refused()
    {
        var good = PngByHand.Encode(20, 20, 8, 0, false, (y, x, _) => y * x);
        for (var at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            System.IO.File.WriteAllBytes(File, bad);
            Assert.Throws<ImageException>(() => Reader.Read(File, 0));
        }
    }

    [Fact]
    public void A_zlib_stream_whose_checksum_is_wrong_is_refused()
    {
        var raw = new byte[8 * 9];
        var packed = PngByHand.Zlib(raw);
        packed[^1] ^= 1;
        var header = WithHeader(8, 8, 8, 0)[8..33];
        byte[] file = [137, 80, 78, 71, 13, 10, 26, 10, .. header, .. PngByHand.Chunk("IDAT"u8, packed), .. PngByHand.Chunk("IEND"u8, [])];
        AssertUnreadable(file, "its pixels cannot be unpacked");
    }

    private static byte[] WithHeader(int height, int width, int depth, int colour)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colour);
        return [137, 80, 78, 71, 13, 10, 26, 10, .. PngByHand.Chunk("IHDR"u8, header), .. PngByHand.Chunk("IDAT"u8, PngByHand.Zlib(new byte[72])), .. PngByHand.Chunk("IEND"u8, [])];
    }

    private void AssertRefused(byte[] file, string message)
    {
        System.IO.File.WriteAllBytes(File, file);
        Assert.StartsWith($"{File}: ", Assert.Throws<ImageException>(() => Reader.ReadHeader(File)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ImageException>(() => Reader.Read(File, 0)).Message, StringComparison.Ordinal);
    }

    private void AssertUnreadable(byte[] file, string message)
    {
        System.IO.File.WriteAllBytes(File, file);
        Assert.Contains(message, Assert.Throws<ImageException>(() => Reader.Read(File, 0)).Message, StringComparison.Ordinal);
    }
}
