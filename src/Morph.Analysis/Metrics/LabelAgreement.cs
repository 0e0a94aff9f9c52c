namespace Morph.Analysis.Metrics;

/// <summary>How well two labellings of the same items agree; label values do not matter, only which items share one.</summary>
public static class LabelAgreement
{
    /// <summary>Adjusted Rand index (Hubert and Arabie 1985): 1 for equal partitions, near 0 for unrelated ones, at least -0.5.</summary>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double AdjustedRandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = new ContingencyTable(truth, predicted);
        double together = 0, inTruth = 0, inPredicted = 0;
        foreach (var count in table.Cells.Values)
        {
            together += Pairs(count);
        }

        foreach (var count in table.Truth.Values)
        {
            inTruth += Pairs(count);
        }

        foreach (var count in table.Predicted.Values)
        {
            inPredicted += Pairs(count);
        }

        var all = Pairs(truth.Length);
        var expected = all == 0 ? 0 : inTruth * inPredicted / all;
        var largest = (inTruth + inPredicted) / 2;
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    /// <summary>Mutual information over the arithmetic mean of the two entropies: 0 to 1; 1 if both have one label only.</summary>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double NormalizedMutualInformation(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = new ContingencyTable(truth, predicted);
        var entropies = (Entropy(table.Truth, truth.Length) + Entropy(table.Predicted, truth.Length)) / 2;
        return entropies == 0 ? 1 : MutualInformation(table, truth.Length) / entropies;
    }

    /// <summary>Homogeneity (Rosenberg and Hirschberg 2007), 0 to 1: 1 if each predicted label holds one true label only.</summary>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double Homogeneity(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = new ContingencyTable(truth, predicted);
        var entropy = Entropy(table.Truth, truth.Length);
        return entropy == 0 ? 1 : MutualInformation(table, truth.Length) / entropy;
    }

    private static double Pairs(double count) => count * (count - 1) / 2;

    private static double Entropy(SortedDictionary<int, int> counts, double total)
    {
        var entropy = 0.0;
        foreach (var count in counts.Values)
        {
            entropy -= count / total * Math.Log(count / total);
        }

        return entropy;
    }

    private static double MutualInformation(ContingencyTable table, double total)
    {
        var information = 0.0;
        foreach (var ((truth, predicted), count) in table.Cells)
        {
            information += count / total * Math.Log(count * total / ((double)table.Truth[truth] * table.Predicted[predicted]));
        }

        return Math.Max(0, information);
    }

    /// <summary>How many items have each pair of labels, in a fixed order so that sums are reproducible.</summary>
    private sealed class ContingencyTable
    {
        public ContingencyTable(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
        {
            if (truth.Length != predicted.Length || truth.IsEmpty)
            {
                throw new ArgumentException($"Two labellings of the same items are needed, not of {truth.Length} and {predicted.Length}.");
            }

            for (var i = 0; i < truth.Length; i++)
            {
                Truth[truth[i]] = Truth.GetValueOrDefault(truth[i]) + 1;
                Predicted[predicted[i]] = Predicted.GetValueOrDefault(predicted[i]) + 1;
                Cells[(truth[i], predicted[i])] = Cells.GetValueOrDefault((truth[i], predicted[i])) + 1;
            }
        }

        public SortedDictionary<int, int> Truth { get; } = [];

        public SortedDictionary<int, int> Predicted { get; } = [];

        public SortedDictionary<(int Truth, int Predicted), int> Cells { get; } = [];
    }
}
