namespace Morph.Analysis.Labels;

/// <summary>
/// How many independent windows overlapping ones are worth. Two windows of side s that share a part r of their area see the same cells there:
/// for anything that is summed over independent pixels their correlation is r. The variance of a mean of n windows is then the sum of all r
/// over n^2, that of n' = n^2 / (sum of all r) independent ones (Kish 1965, the effective sample size).
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

        var shared = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (height, width) = (side - Math.Abs(y[i] - y[j]), side - Math.Abs(x[i] - x[j]));
                shared += height > 0 && width > 0 ? (double)height * width : 0;
            }
        }

        return y.Length == 0 ? 0 : y.Length * (y.Length / (y.Length + (2 * shared / ((double)side * side))));
    }
}
