using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Morph.Imaging.Formats.Tiff;

/// <summary>Horizontal differencing (TIFF 6.0, section 14).</summary>
internal static class TiffDifferences
{
    /// <summary>Sums the differences of each row in place; the byte order stays the file's.</summary>
    /// <param name="chunk">Rows of a strip or tile.</param>
    /// <param name="layout">The page's layout.</param>
    /// <param name="rows">Rows to undo.</param>
    /// <param name="littleEndian">Byte order of the file.</param>
    public static void Undo(Span<byte> chunk, TiffLayout layout, int rows, bool littleEndian)
    {
        var step = layout.SamplesTogether;
        for (var y = 0; y < rows; y++)
        {
            var row = chunk.Slice((int)(y * layout.ChunkRowBytes), (int)layout.ChunkRowBytes);
            if (layout.Bits == 8)
            {
                for (var i = step; i < row.Length; i++)
                {
                    row[i] += row[i - step];
                }
            }
            else
            {
                UndoWords(MemoryMarshal.Cast<byte, ushort>(row), step, littleEndian != BitConverter.IsLittleEndian);
            }
        }
    }

    private static void UndoWords(Span<ushort> row, int step, bool swapped)
    {
        if (swapped)
        {
            BinaryPrimitives.ReverseEndianness(row, row);
        }

        for (var i = step; i < row.Length; i++)
        {
            row[i] += row[i - step];
        }

        if (swapped)
        {
            BinaryPrimitives.ReverseEndianness(row, row);
        }
    }
}
