namespace Morph.Analysis.Labels;

/// <summary>The most frequent label of a group of windows: the label of their field or sample.</summary>
/// <param name="Label">The most frequent label; the smallest of equally frequent ones.</param>
/// <param name="Share">Its share of all labels, above 0 and at most 1.</param>
public readonly record struct MajorityLabel(int Label, double Share)
{
    /// <summary>The majority of <paramref name="labels"/>.</summary>
    /// <exception cref="ArgumentException">There are no labels.</exception>
    public static MajorityLabel Of(IEnumerable<int> labels)
    {
        var counts = labels.CountBy(l => l).OrderByDescending(c => c.Value).ThenBy(c => c.Key).ToArray();
        return counts.Length == 0
            ? throw new ArgumentException("There are no labels to take the majority of.", nameof(labels))
            : new(counts[0].Key, (double)counts[0].Value / counts.Sum(c => c.Value));
    }
}
