namespace Morph.Imaging.Features;

/// <summary>
/// Finds nuclei in a channel that stains them: connected regions brighter than the threshold of Otsu (1979), smaller ones than a quarter of their
/// median area left out. Nuclei that touch count as one, so crowded fields are counted low.
/// </summary>
internal static class NucleusFinder
{
    private const int LeastArea = 12;

    /// <summary>The centres of the nuclei, by the row of their first pixel.</summary>
    /// <param name="plane">H x W pixels.</param>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    public static IReadOnlyList<(double Y, double X)> Centres(ReadOnlySpan<ushort> plane, int height, int width)
    {
        var threshold = Otsu(plane);
        var open = new bool[height * width];
        for (var i = 0; i < open.Length; i++)
        {
            open[i] = plane[i] > threshold;
        }

        var regions = new List<(double Y, double X, int Area)>();
        var stack = new Stack<int>();
        for (var i = 0; i < open.Length; i++)
        {
            if (open[i])
            {
                regions.Add(Region(open, i, height, width, stack));
            }
        }

        int[] areas = [.. regions.Select(r => r.Area).Where(a => a >= LeastArea).Order()];
        return areas.Length == 0 ? [] : [.. regions.Where(r => r.Area >= LeastArea && 4 * r.Area >= areas[areas.Length / 2]).Select(r => (r.Y, r.X))];
    }

    /// <summary>The value above which pixels differ most from those up to it: the largest variance between the two classes.</summary>
    public static int Otsu(ReadOnlySpan<ushort> plane)
    {
        var histogram = new long[ushort.MaxValue + 1];
        var total = 0.0;
        foreach (var pixel in plane)
        {
            histogram[pixel]++;
            total += pixel;
        }

        var (best, threshold, below, sum) = (-1.0, 0, 0L, 0.0);
        for (var value = 0; value < histogram.Length && below < plane.Length; value++)
        {
            below += histogram[value];
            sum += (double)value * histogram[value];
            if (below == 0 || below == plane.Length)
            {
                continue;
            }

            var difference = (sum / below) - ((total - sum) / (plane.Length - below));
            var between = (double)below * (plane.Length - below) * difference * difference;
            (best, threshold) = between > best ? (between, value) : (best, threshold);
        }

        return best < 0 ? ushort.MaxValue : threshold;
    }

    // Takes a region of eight-connected pixels off the map.
    private static (double Y, double X, int Area) Region(bool[] open, int first, int height, int width, Stack<int> stack)
    {
        var (sumY, sumX, area) = (0L, 0L, 0);
        stack.Push(first);
        open[first] = false;
        while (stack.TryPop(out var at))
        {
            var (y, x) = (at / width, at % width);
            (sumY, sumX, area) = (sumY + y, sumX + x, area + 1);
            for (var i = Math.Max(0, y - 1); i <= Math.Min(height - 1, y + 1); i++)
            {
                for (var j = Math.Max(0, x - 1); j <= Math.Min(width - 1, x + 1); j++)
                {
                    if (open[(i * width) + j])
                    {
                        open[(i * width) + j] = false;
                        stack.Push((i * width) + j);
                    }
                }
            }
        }

        return ((double)sumY / area, (double)sumX / area, area);
    }
}
