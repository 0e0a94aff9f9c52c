using System.Buffers.Binary;
using System.IO.Compression;

namespace Morph.Imaging.Tests.Formats;

/// <summary>A plain PNG encoder of the tests' own: every colour type, the five filters in turn, interlacing.</summary>
internal static class PngByHand
{
    /// <summary>Encodes samples; value(y, x, s) gives each.</summary>
    public static byte[] Encode(int height, int width, int depth, int colour, bool interlaced, Func<int, int, int, int> value)
    {
        var samples = colour switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
        using var raw = new MemoryStream();
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        var filter = 0;
        foreach (var (x0, y0, dx, dy) in passes)
        {
            byte[]? above = null;
            for (var y = y0; y < height && x0 < width; y += dy)
            {
                var row = new List<byte>();
                for (var x = x0; x < width; x += dx)
                {
                    for (var s = 0; s < samples; s++)
                    {
                        var v = value(y, x, s);
                        row.AddRange(depth == 16 ? [(byte)(v >> 8), (byte)v] : [(byte)v]);
                    }
                }

                raw.WriteByte((byte)(filter % 5));
                raw.Write(Filter(filter++ % 5, [.. row], above ?? new byte[row.Count], samples * depth / 8));
                above = [.. row];
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(interlaced ? 1 : 0));
        var data = Zlib(raw.ToArray());
        return
        [
            137, 80, 78, 71, 13, 10, 26, 10, .. Chunk("IHDR"u8, header), .. Chunk("tEXt"u8, "Comment\0x"u8.ToArray()),
            .. Chunk("IDAT"u8, data[..(data.Length / 2)]), .. Chunk("IDAT"u8, data[(data.Length / 2)..]), .. Chunk("IEND"u8, []),
        ];
    }

    public static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    public static byte[] Zlib(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return packed.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 * (crc & 1));
            }
        }

        return ~crc;
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above, int step) => [.. row.Select((value, i) =>
    {
        var (left, up, corner) = (i < step ? 0 : row[i - step], above[i], i < step ? 0 : above[i - step]);
        var p = left + up - corner;
        var (a, b, c) = (Math.Abs(p - left), Math.Abs(p - up), Math.Abs(p - corner));
        var paeth = a <= b && a <= c ? left : b <= c ? up : corner;
        return (byte)(value - filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => paeth });
    })];
}
