namespace Morph.Imaging.Features;

/// <summary>The threshold that tells two kinds of pixels best apart (Otsu 1979).</summary>
internal static class Otsu
{
    private const int Bins = 256;

    /// <summary>The threshold with the largest variance between the two classes; pixels above it are the brighter class.</summary>
    public static float Threshold(ReadOnlySpan<float> pixels)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in pixels)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (!(most > least))
        {
            return most;
        }

        var counts = new int[Bins];
        var scale = Bins / (most - least);
        foreach (var value in pixels)
        {
            counts[Math.Min(Bins - 1, (int)((value - least) * scale))]++;
        }

        return least + ((Best(counts, pixels.Length) + 1) / scale);
    }

    /// <summary>The last bin of the darker class.</summary>
    private static int Best(int[] counts, double total)
    {
        var all = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            all += (double)bin * counts[bin];
        }

        var (best, largest, below, sum) = (0, -1.0, 0.0, 0.0);
        for (var bin = 0; bin < Bins - 1; bin++)
        {
            below += counts[bin];
            sum += (double)bin * counts[bin];
            if (below > 0 && below < total)
            {
                var difference = (sum / below) - ((all - sum) / (total - below));
                var between = below * (total - below) * difference * difference;
                (best, largest) = between > largest ? (bin, between) : (best, largest);
            }
        }

        return best;
    }
}
