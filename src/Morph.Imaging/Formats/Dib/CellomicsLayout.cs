using System.Runtime.InteropServices;

namespace Morph.Imaging.Formats.Dib;

/// <summary>Cellomics pixels: rows top down without padding from byte 52, 8 or 16 bits unsigned little-endian, plane after plane.</summary>
internal static class CellomicsLayout
{
    /// <summary>Where the pixels begin; a plain DIB of 40 header bytes has its palette there.</summary>
    public const int PixelsAt = 52;

    /// <summary>Bytes of the pixels of all planes.</summary>
    public static long PixelBytes(DibHeader header) => (long)header.Width * header.Height * (header.Bits / 8) * header.Planes;

    /// <summary>Checks that the header's claim is supported and fits the bytes that are there.</summary>
    /// <param name="header">The header.</param>
    /// <param name="stored">Bytes of the file.</param>
    /// <param name="ratio">How many bytes one stored byte can become.</param>
    /// <param name="budget">What may be allocated.</param>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Check(DibHeader header, long stored, int ratio, PixelBudget budget)
    {
        if (header.Bits is not (8 or 16))
        {
            throw new InvalidDataException($"a Cellomics image of {header.Bits} bits is not supported; export it as 8- or 16-bit TIFF");
        }

        budget.Check(header.Width, header.Height, header.Bits * header.Planes, stored - (ratio == 1 ? PixelsAt : 0), ratio);
    }

    /// <summary>Makes a plane of its bytes.</summary>
    public static Plane ToPlane(DibHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Bits == 8)
        {
            return new(header.Height, header.Width, 8, Interleaved.Sample8(bytes, 1, 0));
        }

        var pixels = MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(pixels, pixels);
        }

        return new(header.Height, header.Width, 16, pixels);
    }
}
