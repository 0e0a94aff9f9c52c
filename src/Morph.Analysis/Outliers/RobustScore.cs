namespace Morph.Analysis.Outliers;

/// <summary>
/// How many standard deviations values lie from the middle of their set, by median and median absolute deviation, which outliers do not move:
/// z = 0.6745 (x - median) / MAD (Iglewicz and Hoaglin 1993, who call a value beyond 3.5 an outlier).
/// </summary>
public static class RobustScore
{
    /// <summary>The MAD of a normal distribution of standard deviation 1.</summary>
    private const double NormalDeviation = 0.6744897501960817;

    /// <summary>The score of each value within its set; 0 for all of a set of which more than half are equal.</summary>
    /// <param name="values">n finite values.</param>
    /// <param name="sets">The set of each, compared by equality.</param>
    /// <exception cref="ArgumentException">Not one set per value.</exception>
    public static double[] Of<T>(IReadOnlyList<double> values, IReadOnlyList<T> sets)
        where T : notnull
    {
        if (values.Count != sets.Count)
        {
            throw new ArgumentException($"{sets.Count} sets do not belong to {values.Count} values.", nameof(sets));
        }

        var scores = new double[values.Count];
        foreach (var set in Enumerable.Range(0, values.Count).GroupBy(i => sets[i]))
        {
            int[] members = [.. set];
            var median = Median(members.Select(i => values[i]));
            var deviation = Median(members.Select(i => Math.Abs(values[i] - median)));
            foreach (var i in members)
            {
                scores[i] = deviation > 0 ? NormalDeviation * (values[i] - median) / deviation : 0;
            }
        }

        return scores;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
