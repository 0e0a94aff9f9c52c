using System.Buffers.Binary;
using System.IO.Compression;

namespace Morph.Imaging.Formats.Png;

/// <summary>
/// A strict PNG decoder: every chunk's CRC, the zlib checksum, the filter of every row and the presence of the last chunk are checked,
/// so that a truncated or altered file is an error and never a picture with a gray lower half.
/// </summary>
internal static class PngDecoder
{
    // Origin and step of the seven passes of Adam7 (PNG specification, 8.2): x, y, dx, dy.
    private static readonly (int X, int Y, int Dx, int Dy)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The wanted samples of all pixels, each H x W row-major; 1-bit samples as 0 and 1.</summary>
    /// <param name="header">The checked header of the same file.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="wanted">Sample numbers, each below <see cref="PngHeader.Samples"/>.</param>
    /// <exception cref="InvalidDataException">The file is damaged or truncated.</exception>
    public static ushort[][] Decode(PngHeader header, byte[] file, IReadOnlyList<int> wanted)
    {
        using var packed = CollectPixelData(file);
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var planes = new ushort[wanted.Count][];
        for (var i = 0; i < planes.Length; i++)
        {
            planes[i] = GC.AllocateUninitializedArray<ushort>(header.Height * header.Width);
        }

        try
        {
            foreach (var pass in header.Interlaced ? Adam7 : [(0, 0, 1, 1)])
            {
                DecodePass(header, zlib, pass, wanted, planes);
            }

            // Reading on to the end makes zlib compare its checksum.
            if (zlib.ReadByte() >= 0)
            {
                throw new InvalidDataException("it holds more pixels than its header says");
            }
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"the PNG file is damaged: its pixels cannot be unpacked; copy or export it again ({wrong.Message.TrimEnd('.')})", wrong);
        }

        return planes;
    }

    private static MemoryStream CollectPixelData(byte[] file)
    {
        var packed = new MemoryStream(file.Length);
        var at = PngHeader.Signature.Length;
        while (true)
        {
            if (file.Length - at < 12)
            {
                throw new InvalidDataException("the PNG file is truncated: its last chunk (IEND) is missing; copy or export it again");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > (uint)(file.Length - at - 12))
            {
                throw new InvalidDataException($"the PNG file is truncated: a chunk of {length} bytes at position {at} goes beyond its end; copy or export it again");
            }

            var type = file.AsSpan(at + 4, 4);
            var data = file.AsSpan(at + 8, (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)) != Crc32.Of(type, data))
            {
                throw new InvalidDataException($"the PNG file is damaged: the checksum of the chunk at position {at} is wrong; copy or export it again");
            }

            at += 12 + (int)length;
            if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                packed.Position = 0;
                return packed;
            }
            else if ((type[0] & 0x20) == 0 && !type.SequenceEqual("IHDR"u8) && !type.SequenceEqual("PLTE"u8))
            {
                throw new InvalidDataException($"the PNG file is damaged: the chunk at position {at - 12 - (int)length} is of an unknown kind");
            }
        }
    }

    private static void DecodePass(PngHeader header, ZLibStream zlib, (int X, int Y, int Dx, int Dy) pass, IReadOnlyList<int> wanted, ushort[][] planes)
    {
        var columns = (header.Width - pass.X + pass.Dx - 1) / pass.Dx;
        var rows = (header.Height - pass.Y + pass.Dy - 1) / pass.Dy;
        if (columns <= 0 || rows <= 0)
        {
            return;
        }

        var rowBytes = checked((int)(((long)columns * header.BitsPerPixel + 7) / 8));
        var step = Math.Max(1, header.BitsPerPixel / 8);
        var line = new byte[rowBytes + 1];
        var previous = new byte[rowBytes + 1];
        for (var row = 0; row < rows; row++)
        {
            zlib.ReadExactly(line);
            PngFilter.Undo(line[0], line.AsSpan(1), previous.AsSpan(1), step);
            for (var i = 0; i < planes.Length; i++)
            {
                var into = planes[i].AsSpan((pass.Y + row * pass.Dy) * header.Width + pass.X);
                Unpack(line.AsSpan(1), header.BitDepth, header.Samples, wanted[i], columns, into, pass.Dx);
            }

            (line, previous) = (previous, line);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> line, int depth, int samples, int sample, int columns, Span<ushort> into, int stride)
    {
        switch (depth)
        {
            case 8:
                for (int x = 0, from = sample; x < columns; x++, from += samples)
                {
                    into[x * stride] = line[from];
                }

                break;
            case 16:
                for (int x = 0, from = 2 * sample; x < columns; x++, from += 2 * samples)
                {
                    into[x * stride] = BinaryPrimitives.ReadUInt16BigEndian(line[from..]);
                }

                break;
            default:
                for (var x = 0; x < columns; x++)
                {
                    into[x * stride] = (ushort)((line[x >> 3] >> (7 - (x & 7))) & 1);
                }

                break;
        }
    }
}
