using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Dib;

/// <summary>
/// Pixels as Windows stores them: rows padded to four bytes and bottom up unless the height is negative. 8 bits through a gray palette,
/// 16 bits as gray values, 24 and 32 bits as B, G, R (pages R, G, B).
/// </summary>
internal static class PlainLayout
{
    /// <summary>Samples per pixel: 3 for colour, else 1.</summary>
    public static int Samples(DibHeader header) => header.Bits >= 24 ? 3 : 1;

    /// <summary>Bytes of a row with its padding.</summary>
    public static long RowBytes(DibHeader header) => ((long)header.Width * header.Bits + 31) / 32 * 4;

    /// <summary>Bytes of the palette behind the header.</summary>
    public static long PaletteBytes(DibHeader header) => header.Bits > 8 ? 0 : 4L * (header.PaletteEntries == 0 ? 1 << header.Bits : header.PaletteEntries);

    /// <summary>Checks that the header's claim is supported and fits the bytes that are there.</summary>
    /// <param name="header">The header.</param>
    /// <param name="pixelsAt">Where the pixels begin.</param>
    /// <param name="fileLength">Length of the file.</param>
    /// <param name="budget">What may be allocated.</param>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Check(DibHeader header, long pixelsAt, long fileLength, PixelBudget budget)
    {
        if (header.Bits is not (8 or 16 or 24 or 32) || header.Planes != 1)
        {
            throw new InvalidDataException($"a bitmap of {header.Bits} bits and {header.Planes} planes is not supported; save it as 8-bit gray, or as TIFF or PNG");
        }

        if (header.PaletteEntries is < 0 or > 256 && header.Bits == 8)
        {
            throw new InvalidDataException($"the bitmap is damaged: it claims a palette of {header.PaletteEntries} colours");
        }

        budget.Check(header.Width, header.Height, header.Bits, fileLength - pixelsAt, 1);
        if (RowBytes(header) * header.Height > fileLength - pixelsAt)
        {
            throw new InvalidDataException($"the bitmap is truncated: its rows need {RowBytes(header) * header.Height} bytes, {fileLength - pixelsAt} are there; copy or export it again");
        }
    }

    /// <summary>The gray value of each palette entry.</summary>
    /// <exception cref="InvalidDataException">The palette has colours: its numbers are not intensities.</exception>
    public static byte[] GrayPalette(ReadOnlySpan<byte> palette)
    {
        var grays = new byte[256];
        for (var i = 0; i < palette.Length / 4; i++)
        {
            var (blue, green, red) = (palette[4 * i], palette[4 * i + 1], palette[4 * i + 2]);
            if (red != green || green != blue)
            {
                throw new InvalidDataException("a bitmap with a colour palette is not supported: its values are colour numbers, not intensities; convert it to 8-bit gray");
            }

            grays[i] = red;
        }

        return grays;
    }

    /// <summary>One sample of all pixels.</summary>
    /// <param name="header">The header.</param>
    /// <param name="rows">All rows with their padding, as stored.</param>
    /// <param name="grays">Gray value of each 8-bit number.</param>
    /// <param name="sample">0 for gray; 0, 1, 2 for red, green, blue.</param>
    public static Plane ToPlane(DibHeader header, ReadOnlySpan<byte> rows, byte[] grays, int sample)
    {
        var stride = (int)RowBytes(header);
        var pixels = GC.AllocateUninitializedArray<ushort>(header.Height * header.Width);
        for (var y = 0; y < header.Height; y++)
        {
            var row = rows.Slice((header.TopDown ? y : header.Height - 1 - y) * stride, stride);
            var into = pixels.AsSpan(y * header.Width, header.Width);
            for (var x = 0; x < into.Length; x++)
            {
                into[x] = header.Bits switch
                {
                    8 => grays[row[x]],
                    16 => BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]),
                    var bits => row[x * (bits / 8) + 2 - sample],
                };
            }
        }

        return new(header.Height, header.Width, header.Bits == 16 ? 16 : 8, pixels);
    }
}
