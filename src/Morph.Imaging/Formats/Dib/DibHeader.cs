using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Dib;

/// <summary>
/// The first 40 bytes of a device-independent bitmap, little-endian: size of the header at 0, width at 4, height at 8,
/// planes at 12, bits at 14, compression at 16, palette entries at 32.
/// </summary>
/// <param name="HeaderSize">Bytes of the header; the palette follows it in a plain DIB.</param>
/// <param name="Width">Columns W.</param>
/// <param name="Height">Rows H.</param>
/// <param name="TopDown">Whether the first row is stored first: the height is negative in the file.</param>
/// <param name="Planes">Planes, one after the other (Cellomics).</param>
/// <param name="Bits">Bits of a pixel.</param>
/// <param name="PaletteEntries">Palette entries; 0 means all that the bits allow.</param>
internal readonly record struct DibHeader(int HeaderSize, int Width, int Height, bool TopDown, int Planes, int Bits, int PaletteEntries)
{
    /// <summary>Bytes that are read.</summary>
    public const int Length = 40;

    /// <summary>Whether bytes look like a bitmap header of one of the known sizes.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length >= Length
        && BinaryPrimitives.ReadUInt32LittleEndian(start) is 40 or 52 or 56 or 108 or 124
        && BinaryPrimitives.ReadUInt16LittleEndian(start[12..]) is >= 1 and <= 64
        && BinaryPrimitives.ReadUInt16LittleEndian(start[14..]) is 1 or 2 or 4 or 8 or 12 or 16 or 24 or 32;

    /// <summary>Reads and checks a header.</summary>
    /// <exception cref="InvalidDataException">It is absurd, or of a kind that is not supported.</exception>
    public static DibHeader Parse(ReadOnlySpan<byte> start)
    {
        var width = BinaryPrimitives.ReadInt32LittleEndian(start[4..]);
        var height = BinaryPrimitives.ReadInt32LittleEndian(start[8..]);
        var compression = BinaryPrimitives.ReadInt32LittleEndian(start[16..]);
        if (compression != 0)
        {
            throw new InvalidDataException($"a bitmap with compression {compression} is not supported; save it uncompressed, or as TIFF or PNG");
        }

        if (width <= 0 || height is 0 or int.MinValue)
        {
            throw new InvalidDataException($"its header claims a size of {width} x {height} pixels");
        }

        return new(
            BinaryPrimitives.ReadInt32LittleEndian(start),
            width,
            Math.Abs(height),
            height < 0,
            BinaryPrimitives.ReadUInt16LittleEndian(start[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(start[14..]),
            BinaryPrimitives.ReadInt32LittleEndian(start[32..]));
    }
}
