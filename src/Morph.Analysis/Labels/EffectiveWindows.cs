namespace Morph.Analysis.Labels;

/// <summary>
/// How many independent windows overlapping ones are worth. Two windows that share a part s of their area see the same cells there: whatever is summed
/// over them has the correlation s, and a label that such a sum decides by a threshold r = 2/pi asin(s) (Sheppard 1899). The share of a label among
/// n windows then varies as among n' = n^2 / (sum of all r) independent ones (Kish 1965, the effective sample size).
/// </summary>
public static class EffectiveWindows
{
    /// <summary>The effective number of the windows of one field: 1 to n; 0 for none.</summary>
    /// <param name="y">Rows of their top-left corners, in pixels.</param>
    /// <param name="x">Columns of their top-left corners, in pixels.</param>
    /// <param name="side">Their side in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">Not as many rows as columns.</exception>
    public static double Count(ReadOnlySpan<int> y, ReadOnlySpan<int> x, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (y.Length != x.Length)
        {
            throw new ArgumentException($"{y.Length} rows and {x.Length} columns do not place the same windows.", nameof(x));
        }

        var correlations = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (height, width) = (side - Math.Abs(y[i] - y[j]), side - Math.Abs(x[i] - x[j]));
                correlations += height > 0 && width > 0 ? 2 / Math.PI * Math.Asin((double)height * width / ((double)side * side)) : 0;
            }
        }

        return y.Length == 0 ? 0 : y.Length * (y.Length / (y.Length + (2 * correlations)));
    }
}
