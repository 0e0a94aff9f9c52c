namespace Morph.Analysis.Metrics;

/// <summary>Corrections of p-values where many questions are asked at once.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// Benjamini and Hochberg's (1995) adjusted p-values: p of rank r among m times m / r, and never above that of a larger p; at most 1.
    /// </summary>
    /// <param name="p">p-values, 0 to 1, in any order.</param>
    /// <returns>The adjusted values in the same order.</returns>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var least = 1.0;
        var rank = p.Count;
        foreach (var i in Enumerable.Range(0, p.Count).OrderByDescending(i => p[i]))
        {
            least = Math.Min(least, p[i] * p.Count / rank--);
            adjusted[i] = least;
        }

        return adjusted;
    }
}
