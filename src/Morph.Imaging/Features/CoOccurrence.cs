namespace Morph.Imaging.Features;

/// <summary>
/// Grey-level co-occurrence (Haralick et al. 1973): how often two levels stand at a distance of each other, right of and below one another together, both
/// in the foreground.
/// </summary>
internal sealed class CoOccurrence
{
    /// <summary>Number of levels.</summary>
    public const int Levels = 16;

    /// <summary>Names of the figures of <see cref="Figures"/>.</summary>
    public static readonly string[] Names = ["contrast", "correlation", "energy", "homogeneity", "entropy"];

    private readonly int[] _counts = new int[Levels * Levels];

    /// <summary>The figures of a window, in the order of <see cref="Names"/>; not numbers where no two foreground pixels stand so.</summary>
    /// <param name="levels">The level of each pixel of the field, H x W; <see cref="Levels"/> for background.</param>
    /// <param name="width">Columns of the field.</param>
    /// <param name="top">First row of the window.</param>
    /// <param name="left">First column.</param>
    /// <param name="side">Side in pixels.</param>
    /// <param name="distance">Distance in pixels.</param>
    public double[] Figures(byte[] levels, int width, int top, int left, int side, int distance)
    {
        Array.Clear(_counts);
        var pairs = Count(levels, width, top, left, side, side - distance, distance)
            + Count(levels, width, top, left, side - distance, side, distance * width);
        return pairs == 0 ? [.. Names.Select(_ => double.NaN)] : Summarise(2.0 * pairs);
    }

    private int Count(byte[] levels, int width, int top, int left, int rows, int columns, int step)
    {
        var pairs = 0;
        for (var y = top; y < top + rows; y++)
        {
            for (var at = (y * width) + left; at < (y * width) + left + columns; at++)
            {
                var (a, b) = (levels[at], levels[at + step]);
                if (a < Levels && b < Levels)
                {
                    _counts[(a * Levels) + b]++;
                    pairs++;
                }
            }
        }

        return pairs;
    }

    private double[] Summarise(double total)
    {
        double contrast = 0, energy = 0, homogeneity = 0, entropy = 0, mean = 0, square = 0, product = 0;
        for (var a = 0; a < Levels; a++)
        {
            for (var b = 0; b < Levels; b++)
            {
                var p = (_counts[(a * Levels) + b] + _counts[(b * Levels) + a]) / total;
                contrast += p * (a - b) * (a - b);
                energy += p * p;
                homogeneity += p / (1 + ((a - b) * (a - b)));
                entropy -= p > 0 ? p * Math.Log(p) : 0;
                (mean, square, product) = (mean + (p * a), square + (p * a * a), product + (p * a * b));
            }
        }

        var variance = square - (mean * mean);
        return [contrast, variance > 1e-12 ? (product - (mean * mean)) / variance : 1, Math.Sqrt(energy), homogeneity, entropy];
    }
}
