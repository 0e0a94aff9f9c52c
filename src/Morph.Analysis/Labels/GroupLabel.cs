namespace Morph.Analysis.Labels;

/// <summary>
/// The label of a field or sample: that of most of its windows, the next one, and whether the first may be relied upon. It may when the windows'
/// probabilities give it more than half of the whole, and so much more than the strongest other label that a tie between the two is rejected by a
/// one-sided sign test at 5 % (Dixon and Mood 1946, normal approximation) on as many observations as the windows are worth.
/// </summary>
/// <param name="Label">The most frequent label; the smallest of equally frequent ones.</param>
/// <param name="Share">Its share of the windows, above 0 and at most 1.</param>
/// <param name="Second">The next most frequent label; the smallest of equally frequent ones, <see cref="None"/> if there is no other.</param>
/// <param name="SecondShare">Its share of the windows, 0 to 1/2.</param>
/// <param name="Certain">Whether the windows are clearly more of the first label than of any other.</param>
public readonly record struct GroupLabel(int Label, double Share, int Second, double SecondShare, bool Certain)
{
    /// <summary>No label.</summary>
    public const int None = -1;

    /// <summary>The quantile of the standard normal distribution at 95 %.</summary>
    private const double Quantile95 = 1.6448536269514722;

    /// <summary>The label of a group of windows.</summary>
    /// <param name="labels">The label of each window, 0 to K - 1.</param>
    /// <param name="weights">K sums over the windows of the probability of each label; their total is the number of windows.</param>
    /// <param name="effective">How many independent windows they are worth: see <see cref="EffectiveWindows"/>.</param>
    /// <exception cref="ArgumentException">There are no labels.</exception>
    public static GroupLabel Of(IReadOnlyCollection<int> labels, IReadOnlyList<double> weights, double effective)
    {
        var counts = labels.CountBy(l => l).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(2).ToArray();
        if (counts.Length == 0)
        {
            throw new ArgumentException("There are no labels to take the majority of.", nameof(labels));
        }

        var (label, second) = (counts[0].Key, counts.Length > 1 ? counts[1].Key : None);
        return new(
            label,
            (double)counts[0].Value / labels.Count,
            second,
            counts.Length > 1 ? (double)counts[1].Value / labels.Count : 0,
            IsClear(weights[label] / labels.Count, weights.Where((_, k) => k != label).DefaultIfEmpty(0).Max() / labels.Count, effective));
    }

    private static bool IsClear(double first, double other, double effective) =>
        first > 0.5 && (first - other) * Math.Sqrt(effective / (first + other)) > Quantile95;
}
