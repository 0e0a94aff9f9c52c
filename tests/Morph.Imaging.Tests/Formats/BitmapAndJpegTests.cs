using System.Buffers.Binary;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;
using SkiaSharp;

namespace Morph.Imaging.Tests.Formats;

public class BitmapAndJpegTests : IDisposable
{
    private const int Height = 9;
    private const int Width = 13;
    private static readonly PlaneReader Reader = new(1_000_000);
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("image");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_C01_is_four_bytes_and_a_packed_Cellomics_image(int bits)
    {
        var cellomics = Cellomics(bits, 1);
        Save([16, 0, 0, 0, .. PngByHand.Zlib(cellomics)]);
        Assert.Equal(new("C01", Height, Width, 1, 1, bits), Reader.ReadHeader(File));
        Assert.Equal(Expected(bits), Reader.Read(File, 0).Pixels);

        var packed = PngByHand.Zlib(cellomics);
        Save([16, 0, 0, 0, .. packed[..(packed.Length - 20)]]);
        Assert.Contains("the C01 file is truncated or damaged", Refusal(), StringComparison.Ordinal);
        packed[^1] ^= 1;
        Save([16, 0, 0, 0, .. packed]);
        Assert.Contains("the C01 file is truncated or damaged", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_Cellomics_image_is_read_from_byte_52_top_down_plane_after_plane(int bits)
    {
        Save(Cellomics(bits, 2));
        Assert.Equal(new("Cellomics DIB", Height, Width, 2, 1, bits), Reader.ReadHeader(File));
        Assert.Equal(Expected(bits), Reader.Read(File, 0).Pixels);
        Assert.Equal(Expected(bits), Reader.Read(File, 1).Pixels);
    }

    [Fact]
    public void A_truncated_Cellomics_image_is_told_by_its_header_already()
    {
        Save(Cellomics(16, 1)[..^1]);
        Assert.Contains("the file is truncated or damaged: its header claims 13 x 9 pixels of 16 bits", Assert.Throws<ImageException>(() => Reader.ReadHeader(File)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(16, false)]
    [InlineData(24, false)]
    [InlineData(32, true)]
    public void A_plain_bitmap_is_padded_and_bottom_up_unless_its_height_is_negative(int bits, bool topDown)
    {
        Save(Plain(bits, topDown));
        Assert.Equal(new("DIB", Height, Width, 1, bits > 16 ? 3 : 1, bits == 16 ? 16 : 8), Reader.ReadHeader(File));
        Assert.Equal(Expected(bits == 16 ? 16 : 8), Reader.Read(File, 0).Pixels);
        if (bits > 16)
        {
            Assert.Equal(Expected(8).Select(v => (ushort)(255 - v)), Reader.Read(File, 2).Pixels);
        }

        Save(Plain(bits, topDown)[..^1]);
        Assert.Contains("truncated", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void A_BMP_is_a_plain_bitmap_behind_fourteen_bytes(int bits)
    {
        var dib = Plain(bits, false);
        byte[] bmp = [.. "BM"u8, .. new byte[12], .. dib];
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(10), 14 + 40 + (bits == 8 ? 1024 : 0));
        Save(bmp);
        Assert.Equal(new("BMP", Height, Width, 1, bits == 8 ? 1 : 3, 8), Reader.ReadHeader(File));
        Assert.Equal(Expected(8), Reader.Read(File, 0).Pixels);
        using var other = SKBitmap.Decode(File);
        Assert.Equal(Expected(8), Enumerable.Range(0, Height * Width).Select(i => (ushort)other.GetPixel(i % Width, i / Width).Red));
    }

    [Fact]
    public void A_bitmap_with_a_colour_palette_is_refused()
    {
        var dib = Plain(8, false);
        dib[40 + 4 * 7] ^= 1;
        Save(dib);
        Assert.Contains("a bitmap with a colour palette is not supported", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gray_JPEG_is_one_page_and_a_colour_JPEG_three()
    {
        using var gray = new SKBitmap(64, 48, SKColorType.Gray8, SKAlphaType.Opaque);
        using var colour = new SKBitmap(64, 48, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < 64 * 48; i++)
        {
            var level = (byte)(100 + 80 * Math.Sin(i % 64 / 9.0));
            gray.SetPixel(i % 64, i / 64, new SKColor(level, level, level));
            colour.SetPixel(i % 64, i / 64, new SKColor(level, 60, (byte)(255 - level)));
        }

        Save(Jpeg(gray));
        Assert.Equal(new("JPEG", 48, 64, 1, 1, 8), Reader.ReadHeader(File));
        AssertNear(Reader.Read(File, 0).Pixels, i => 100 + 80 * Math.Sin(i % 64 / 9.0));

        var bytes = Jpeg(colour);
        Save(bytes);
        Assert.Equal(3, Reader.ReadHeader(File).Pages);
        var planes = Reader.Read(File, [0, 1, 2]);
        AssertNear(planes[0].Pixels, i => 100 + 80 * Math.Sin(i % 64 / 9.0));
        AssertNear(planes[1].Pixels, _ => 60);
        AssertNear(planes[2].Pixels, i => 155 - 80 * Math.Sin(i % 64 / 9.0));

        Save(bytes[..(bytes.Length / 2 + 200)]);
        Assert.Contains("the JPEG data is truncated", Refusal(), StringComparison.Ordinal);
        Save(bytes[..60]);
        Assert.Contains(File, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_JPEG_is_refused()
    {
        using var gray = new SKBitmap(64, 48, SKColorType.Gray8, SKAlphaType.Opaque);
        var bytes = Jpeg(gray);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            Save(bytes[..length]);
            Assert.Contains(File, Refusal(), StringComparison.Ordinal);
        }
    }

    private static byte[] Jpeg(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    private static void AssertNear(ushort[] actual, Func<int, double> expected) =>
        Assert.InRange(actual.Select((v, i) => Math.Abs(v - expected(i))).Average(), 0, 3);

    private static int Value(int i, int bits) => bits == 16 ? i * 457 % 65536 : i * 7 % 256;

    private static IEnumerable<ushort> Expected(int bits) => Enumerable.Range(0, Height * Width).Select(i => (ushort)Value(i, bits));

    private static byte[] Header(int bits, int planes, bool topDown)
    {
        var header = new byte[40];
        header[0] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), topDown ? -Height : Height);
        (header[12], header[14]) = ((byte)planes, (byte)bits);
        return header;
    }

    private static byte[] Cellomics(int bits, int planes)
    {
        byte[] plane = [.. Enumerable.Range(0, Height * Width).SelectMany(i => bits == 8 ? new[] { (byte)Value(i, 8) } : [(byte)Value(i, 16), (byte)(Value(i, 16) >> 8)])];
        return [.. Header(bits, planes, false), .. new byte[12], .. Enumerable.Repeat(plane, planes).SelectMany(p => p)];
    }

    private static byte[] Plain(int bits, bool topDown)
    {
        var stride = (Width * bits + 31) / 32 * 4;
        var rows = new byte[stride * Height];
        for (var i = 0; i < Height * Width; i++)
        {
            var (y, x) = (topDown ? i / Width : Height - 1 - i / Width, i % Width);
            var at = rows.AsSpan(y * stride + x * bits / 8);
            var value = Value(i, bits == 16 ? 16 : 8);
            at[0] = (byte)(bits > 16 ? 255 - value : value);
            if (bits == 16)
            {
                at[1] = (byte)(value >> 8);
            }
            else if (bits > 16)
            {
                at[2] = (byte)value;
            }
        }

        byte[] palette = bits == 8 ? [.. Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i, (byte)0 })] : [];
        return [.. Header(bits, 1, topDown), .. palette, .. rows];
    }

    private void Save(byte[] bytes) => System.IO.File.WriteAllBytes(File, bytes);

    private string Refusal() => Assert.Throws<ImageException>(() => Reader.Read(File, 0)).Message;
}
