using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Jpeg;

/// <summary>The frame header of a JPEG stream (ITU-T T.81, B.2.2).</summary>
/// <param name="Width">Columns W.</param>
/// <param name="Height">Rows H.</param>
/// <param name="Components">1 for gray, 3 for colour.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Components)
{
    /// <summary>At its barest a block of 64 values takes one bit, so a byte becomes no more than 512 pixels.</summary>
    public const int Ratio = 512;

    /// <summary>Finds and reads the frame header.</summary>
    /// <param name="read">Reads bytes at an offset.</param>
    /// <exception cref="InvalidDataException">There is none, or it is of a kind that is not supported.</exception>
    public static JpegHeader Find(Action<long, byte[]> read)
    {
        var marker = new byte[4];
        var frame = new byte[6];
        long at = 2;
        while (true)
        {
            read(at, marker);
            if (marker[0] != 0xFF)
            {
                throw new InvalidDataException($"the JPEG data is damaged: no marker at position {at}");
            }

            if (marker[1] == 0xFF)
            {
                at++;
                continue;
            }

            if (marker[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                read(at + 4, frame);
                return Check(marker[1], frame);
            }

            if (marker[1] is 0xD9 or 0xDA or 0xD8 or 0)
            {
                throw new InvalidDataException("the JPEG data is damaged: it has no frame header");
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(marker.AsSpan(2));
        }
    }

    private static JpegHeader Check(int kind, ReadOnlySpan<byte> frame)
    {
        if (kind is not (0xC0 or 0xC1 or 0xC2))
        {
            throw new InvalidDataException("lossless, hierarchical or arithmetic-coded JPEG is not supported; convert it to 8- or 16-bit TIFF or PNG");
        }

        if (frame[0] != 8)
        {
            throw new InvalidDataException($"{frame[0]}-bit JPEG is not supported; convert it to 16-bit TIFF or PNG");
        }

        return frame[5] switch
        {
            1 or 3 => new(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), frame[5]),
            4 => throw new InvalidDataException("a CMYK JPEG is not supported; convert each stain to 8-bit gray"),
            var n => throw new InvalidDataException($"a JPEG of {n} components is not supported; convert each stain to 8-bit gray"),
        };
    }
}
