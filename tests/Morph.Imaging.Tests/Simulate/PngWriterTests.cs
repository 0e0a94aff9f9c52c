using Morph.Imaging.Formats;
using SkiaSharp;

namespace Morph.Imaging.Tests.Simulate;

public class PngWriterTests
{
    [Fact]
    public void An_8_bit_image_decodes_to_the_same_pixels()
    {
        byte[] pixels = [0, 1, 2, 127, 254, 255];
        using var image = SKBitmap.Decode(PngWriter.Encode(2, 3, pixels), new SKImageInfo(3, 2, SKColorType.Gray8));
        Assert.Equal((2, 3), (image.Height, image.Width));
        Assert.Equal(pixels, Enumerable.Range(0, 6).Select(i => image.Bytes[i / 3 * image.RowBytes + i % 3]));
    }

    [Fact]
    public void A_16_bit_image_is_a_valid_PNG_of_big_endian_values()
    {
        ushort[] pixels = [0, 256, 257, 65535, 12, 4095];
        var file = PngWriter.Encode(3, 2, pixels);
        using var codec = SKCodec.Create(new MemoryStream(file));
        Assert.Equal((3, 2), (codec.Info.Height, codec.Info.Width));
        Assert.Equal(16, file[24]);
        Assert.Equal(pixels, PngPixels.Read16(file));
    }

    [Fact]
    public void The_same_pixels_give_the_same_bytes()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * i / 7))];
        Assert.Equal(PngWriter.Encode(64, 64, pixels), PngWriter.Encode(64, 64, pixels));
    }

    [Fact]
    public void A_wrong_number_of_pixels_is_refused() =>
        Assert.Throws<ArgumentException>(() => PngWriter.Encode(2, 2, new byte[3]));
}
