namespace Morph.Imaging.Formats.Png;

/// <summary>The five row filters (PNG specification, 9.2).</summary>
internal static class PngFilter
{
    /// <summary>Undoes a row's filter in place.</summary>
    /// <param name="filter">0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="line">The filtered row; the raw row afterwards.</param>
    /// <param name="above">The raw row above; zeros for the first.</param>
    /// <param name="step">Bytes per pixel, at least 1.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        var first = Math.Min(step, line.Length);
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = step; i < line.Length; i++)
                {
                    line[i] += line[i - step];
                }

                break;
            case 2:
                for (var i = 0; i < line.Length; i++)
                {
                    line[i] += above[i];
                }

                break;
            case 3:
                for (var i = 0; i < first; i++)
                {
                    line[i] += (byte)(above[i] >> 1);
                }

                for (var i = step; i < line.Length; i++)
                {
                    line[i] += (byte)((line[i - step] + above[i]) >> 1);
                }

                break;
            case 4:
                for (var i = 0; i < first; i++)
                {
                    line[i] += above[i];
                }

                for (var i = step; i < line.Length; i++)
                {
                    line[i] += Paeth(line[i - step], above[i], above[i - step]);
                }

                break;
            default:
                throw new InvalidDataException($"a row has the unknown filter {filter}");
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }
}
