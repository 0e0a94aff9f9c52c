using System.Buffers.Binary;
using System.IO.Compression;

namespace Morph.Imaging.Formats;

/// <summary>
/// Writes gray PNG images of 8 or 16 bits (PNG specification, third edition): signature, IHDR, one IDAT, IEND, and nothing that
/// could differ between two writings of the same pixels (no time, no text, no gamma).
/// </summary>
public static class PngWriter
{
    private static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>An 8-bit gray image, as the bytes of its file.</summary>
    /// <param name="height">Rows H, at least 1.</param>
    /// <param name="width">Columns W, at least 1.</param>
    /// <param name="pixels">H x W values, row-major.</param>
    /// <exception cref="ArgumentException">The number of pixels is not H x W.</exception>
    public static byte[] Encode(int height, int width, ReadOnlySpan<byte> pixels)
    {
        Check(height, width, pixels.Length);
        var rows = new byte[height * (width + 1)];
        for (var y = 0; y < height; y++)
        {
            // The first byte of each row is its filter: 0, none. Camera noise gains nothing from the others, masks very little.
            pixels.Slice(y * width, width).CopyTo(rows.AsSpan(y * (width + 1) + 1));
        }

        return Assemble(height, width, 8, rows);
    }

    /// <summary>A 16-bit gray image, as the bytes of its file.</summary>
    /// <param name="height">Rows H, at least 1.</param>
    /// <param name="width">Columns W, at least 1.</param>
    /// <param name="pixels">H x W values, row-major.</param>
    /// <exception cref="ArgumentException">The number of pixels is not H x W.</exception>
    public static byte[] Encode(int height, int width, ReadOnlySpan<ushort> pixels)
    {
        Check(height, width, pixels.Length);
        var stride = 2 * width + 1;
        var rows = new byte[height * stride];
        for (var y = 0; y < height; y++)
        {
            var row = rows.AsSpan(y * stride + 1);
            for (var x = 0; x < width; x++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(row[(2 * x)..], pixels[y * width + x]);
            }
        }

        return Assemble(height, width, 16, rows);
    }

    private static void Check(int height, int width, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((long)height * width != count)
        {
            throw new ArgumentException($"{count} pixels are not {height} x {width}.", nameof(count));
        }
    }

    private static byte[] Assemble(int height, int width, byte bitDepth, byte[] rows)
    {
        // Colour type 0 (gray); deflate, adaptive filtering and no interlacing are all 0.
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bitDepth;

        using var file = new MemoryStream(rows.Length / 2);
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Deflate(rows));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Deflate(byte[] rows)
    {
        var packed = new MemoryStream(rows.Length / 2);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        file.Write(number);
    }
}
