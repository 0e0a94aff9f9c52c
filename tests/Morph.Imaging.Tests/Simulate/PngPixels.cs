using System.Buffers.Binary;
using System.IO.Compression;

namespace Morph.Imaging.Tests.Simulate;

/// <summary>Reads back unfiltered 16-bit gray PNG of one IDAT, independently of the product's readers.</summary>
internal static class PngPixels
{
    public static ushort[] Read16(byte[] file)
    {
        var width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.Equal("IDAT"u8.ToArray(), file[37..41]);
        using var zlib = new ZLibStream(new MemoryStream(file, 41, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33))), CompressionMode.Decompress);
        var pixels = new ushort[height * width];
        var row = new byte[2 * width + 1];
        for (var y = 0; y < height; y++)
        {
            zlib.ReadExactly(row);
            Assert.Equal(0, row[0]);
            for (var x = 0; x < width; x++)
            {
                pixels[y * width + x] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(1 + 2 * x));
            }
        }

        return pixels;
    }
}
