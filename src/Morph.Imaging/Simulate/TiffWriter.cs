using System.IO.Compression;

namespace Morph.Imaging.Simulate;

/// <summary>
/// Writes a gray TIFF (TIFF 6.0): little-endian, one page, one strip, deflate. The bytes depend on the pixels alone.
/// </summary>
internal static class TiffWriter
{
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const int HeaderLength = 8;

    /// <summary>The bytes of a file.</summary>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <param name="pixels">H x W values, row-major, little-endian.</param>
    public static byte[] Encode(int height, int width, int bitDepth, byte[] pixels)
    {
        var strip = Deflate(pixels);
        (ushort Tag, ushort Type, int Value)[] entries =
        [
            (256, Long, width),
            (257, Long, height),
            (258, Short, bitDepth),
            (259, Short, 8), // compression: deflate
            (262, Short, 1), // photometric: black is zero
            (273, Long, HeaderLength), // strip offset
            (277, Short, 1), // samples per pixel
            (278, Long, height), // rows per strip
            (279, Long, strip.Length), // strip length
            (339, Short, 1), // sample format: unsigned
        ];

        // The directory must begin at an even place.
        var padding = strip.Length % 2;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II"u8);
        writer.Write((ushort)42);
        writer.Write(HeaderLength + strip.Length + padding);
        writer.Write(strip);
        writer.Write(new byte[padding]);
        writer.Write((ushort)entries.Length);
        foreach (var (tag, type, value) in entries)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        writer.Flush();
        return file.ToArray();
    }

    private static byte[] Deflate(byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(pixels);
        }

        return packed.ToArray();
    }
}
