using Morph.Imaging.Filters;

namespace Morph.Imaging.Features;

/// <summary>
/// Finds nucleus-like objects in a field's first channel: what is brighter than Otsu's threshold, split where two touch. Seeds are peaks of the distance
/// to the background; pixels go to seeds from the middle outwards (a watershed of the distance; Meyer 1994). Good for counting, not for outlines.
/// </summary>
internal static class NucleusFinder
{
    private const double Smoothing = 1.5;
    private const double LeastRadius = 2;

    /// <summary>Of two peaks nearer than this many typical radii only the higher is a nucleus.</summary>
    private const double Separation = 0.75;

    /// <summary>The centres of the nuclei of a channel that stains them.</summary>
    /// <param name="plane">H x W pixels.</param>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    public static IReadOnlyList<(double Y, double X)> Centres(ReadOnlySpan<ushort> plane, int height, int width)
    {
        var signal = new float[plane.Length];
        for (var i = 0; i < signal.Length; i++)
        {
            signal[i] = plane[i];
        }

        var objectOf = Find(signal, height, width, out var count);
        var sums = new (long Y, long X, int Area)[count];
        for (var i = 0; i < objectOf.Length; i++)
        {
            if (objectOf[i] >= 0)
            {
                var (y, x, area) = sums[objectOf[i]];
                sums[objectOf[i]] = (y + (i / width), x + (i % width), area + 1);
            }
        }

        return [.. sums.Select(s => ((double)s.Y / s.Area, (double)s.X / s.Area))];
    }

    /// <summary>The object of each pixel, from 0; -1 for none.</summary>
    /// <param name="signal">The first channel's signal, H x W.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="count">How many objects there are.</param>
    public static int[] Find(float[] signal, int height, int width, out int count)
    {
        var smooth = (float[])signal.Clone();
        GaussianBlur.Narrow(smooth, height, width, Smoothing);
        var threshold = Otsu.Threshold(smooth);
        int[] bright = [.. smooth.Select(v => v > threshold ? 1 : 0)];
        var depth = EdgeDistance.Of(bright, height, width);
        for (var i = 0; i < depth.Length; i++)
        {
            depth[i] *= bright[i];
        }

        GaussianBlur.Narrow(depth, height, width, 1);
        var seeds = Seeds(depth, bright, height, width);
        count = seeds.Count;
        return Flood(seeds, depth, bright, height, width);
    }

    /// <summary>Peaks of the depth, none nearer to a higher one than a share of the typical radius of a nucleus in this field.</summary>
    private static List<int> Seeds(float[] depth, int[] bright, int height, int width)
    {
        var peaks = Enumerable.Range(0, depth.Length)
            .Where(i => bright[i] != 0 && depth[i] >= LeastRadius && IsPeak(depth, i, height, width))
            .OrderByDescending(i => depth[i])
            .ThenBy(i => i)
            .ToList();
        if (peaks.Count == 0)
        {
            return peaks;
        }

        var apart = Math.Max(LeastRadius, Separation * depth[peaks[peaks.Count / 2]]);
        var seeds = new List<int>();
        foreach (var peak in peaks)
        {
            var (y, x) = (peak / width, peak % width);
            if (!seeds.Any(s => Squared(s / width - y, s % width - x) < apart * apart))
            {
                seeds.Add(peak);
            }
        }

        return seeds;
    }

    private static bool IsPeak(float[] depth, int at, int height, int width)
    {
        var (y, x) = (at / width, at % width);
        for (var v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
        {
            for (var u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
            {
                if (depth[(v * width) + u] > depth[at])
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Deepest pixels first, each pixel takes the object of the neighbour that reached it.</summary>
    private static int[] Flood(List<int> seeds, float[] depth, int[] bright, int height, int width)
    {
        var objectOf = new int[depth.Length];
        Array.Fill(objectOf, -1);
        var queue = new PriorityQueue<int, (float Shallow, int Order)>();
        var order = 0;
        for (var seed = 0; seed < seeds.Count; seed++)
        {
            objectOf[seeds[seed]] = seed;
            queue.Enqueue(seeds[seed], (-depth[seeds[seed]], order++));
        }

        while (queue.TryDequeue(out var at, out _))
        {
            var (y, x) = (at / width, at % width);
            foreach (var (v, u) in ((int, int)[])[(y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x)])
            {
                var next = (v * width) + u;
                if (v >= 0 && u >= 0 && v < height && u < width && bright[next] != 0 && objectOf[next] < 0)
                {
                    objectOf[next] = objectOf[at];
                    queue.Enqueue(next, (-depth[next], order++));
                }
            }
        }

        return objectOf;
    }

    private static double Squared(double y, double x) => (y * y) + (x * x);
}
