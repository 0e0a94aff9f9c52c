using System.Buffers.Binary;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Imaging.Formats;
using Morph.Imaging.Formats.Png;

namespace Morph.Imaging.Masking;

/// <summary>
/// A mask as a file: a gray PNG of 1 bit, cells white. Any viewer shows it, and the same mask gives the same bytes on every machine.
/// </summary>
public static class MaskFile
{
    private const long MaxPixels = int.MaxValue;

    /// <summary>The bytes of a mask's file.</summary>
    public static byte[] Encode(FieldMask mask)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, mask.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), mask.Height);
        header[8] = 1; // bit depth; gray, deflate, adaptive filters and no interlacing are 0
        var file = new List<byte>(mask.Foreground.Length / 32);
        file.AddRange(PngHeader.Signature);
        AddChunk(file, "IHDR"u8, header);
        AddChunk(file, "IDAT"u8, RunLengthZlib.Pack(Rows(mask)));
        AddChunk(file, "IEND"u8, []);
        return [.. file];
    }

    /// <summary>Writes a mask's file.</summary>
    public static void Write(Stream stream, FieldMask mask) => stream.Write(Encode(mask));

    /// <summary>Reads a mask.</summary>
    /// <param name="path">The file.</param>
    /// <param name="height">Rows it must have.</param>
    /// <param name="width">Columns it must have.</param>
    /// <exception cref="ArtifactException">The file is missing, damaged, no mask, or of another size; the message names it.</exception>
    public static FieldMask Read(string path, int height, int width)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactException($"The mask {path} cannot be read: {failed.Message}", failed);
        }

        try
        {
            return Decode(file, height, width);
        }
        catch (InvalidDataException wrong)
        {
            throw new ArtifactException($"The mask {path} is damaged: {wrong.Message}.", wrong);
        }
    }

    private static FieldMask Decode(byte[] file, int height, int width)
    {
        if (!file.AsSpan().StartsWith(PngHeader.Signature))
        {
            throw new InvalidDataException("it is no PNG file");
        }

        var header = PngHeader.Parse(file, file.Length, new PixelBudget(MaxPixels));
        if (header is not { BitDepth: 1, Samples: 1, Interlaced: false } || header.Height != height || header.Width != width)
        {
            throw new InvalidDataException($"it is a {header.BitDepth}-bit image of {header.Width} x {header.Height} pixels, not a 1-bit mask of {width} x {height}");
        }

        return new(height, width, [.. PngDecoder.Decode(header, file, [0])[0].Select(v => v != 0)]);
    }

    /// <summary>Rows of eight pixels a byte, each as the difference to the row above (filter 2), which leaves little but zeros.</summary>
    private static byte[] Rows(FieldMask mask)
    {
        var packed = (mask.Width + 7) / 8;
        var rows = new byte[(packed + 1) * mask.Height];
        var (above, row) = (new byte[packed], new byte[packed]);
        for (var y = 0; y < mask.Height; y++)
        {
            Array.Clear(row);
            for (var x = 0; x < mask.Width; x++)
            {
                row[x >> 3] |= (byte)(mask.Foreground[y * mask.Width + x] ? 0x80 >> (x & 7) : 0);
            }

            var into = rows.AsSpan(y * (packed + 1), packed + 1);
            into[0] = 2;
            for (var i = 0; i < packed; i++)
            {
                into[i + 1] = (byte)(row[i] - above[i]);
            }

            (above, row) = (row, above);
        }

        return rows;
    }

    private static void AddChunk(List<byte> file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.AddRange(number);
        file.AddRange(type);
        file.AddRange(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        file.AddRange(number);
    }
}
