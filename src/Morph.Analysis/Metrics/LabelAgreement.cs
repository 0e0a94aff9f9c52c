namespace Morph.Analysis.Metrics;

/// <summary>How well two labellings of the same items agree; label values do not matter, only which items share one.</summary>
public static class LabelAgreement
{
    /// <inheritdoc cref="AdjustedRandIndex(ContingencyTable)"/>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double AdjustedRandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) => AdjustedRandIndex(ContingencyTable.Of(truth, predicted));

    /// <inheritdoc cref="NormalizedMutualInformation(ContingencyTable)"/>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double NormalizedMutualInformation(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) =>
        NormalizedMutualInformation(ContingencyTable.Of(truth, predicted));

    /// <summary>Adjusted Rand index (Hubert and Arabie 1985): 1 for equal partitions, near 0 for unrelated ones, at least -0.5.</summary>
    public static double AdjustedRandIndex(ContingencyTable table)
    {
        double together = 0, inTruth = 0, inPredicted = 0;
        foreach (var count in table.Counts)
        {
            together += Pairs(count);
        }

        foreach (var count in table.Truth)
        {
            inTruth += Pairs(count);
        }

        foreach (var count in table.Predicted)
        {
            inPredicted += Pairs(count);
        }

        var all = Pairs(table.Total);
        var expected = all == 0 ? 0 : inTruth * inPredicted / all;
        var largest = (inTruth + inPredicted) / 2;
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    /// <summary>Mutual information over the arithmetic mean of the two entropies: 0 to 1; 1 if both have one label only.</summary>
    public static double NormalizedMutualInformation(ContingencyTable table)
    {
        var entropies = (Entropy(table.Truth, table.Total) + Entropy(table.Predicted, table.Total)) / 2;
        return entropies == 0 ? 1 : MutualInformation(table) / entropies;
    }

    /// <summary>Homogeneity (Rosenberg and Hirschberg 2007), 0 to 1: 1 if each predicted label holds one true label only.</summary>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static double Homogeneity(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = ContingencyTable.Of(truth, predicted);
        var entropy = Entropy(table.Truth, table.Total);
        return entropy == 0 ? 1 : MutualInformation(table) / entropy;
    }

    private static double Pairs(double count) => count * (count - 1) / 2;

    private static double Entropy(int[] counts, double total)
    {
        var entropy = 0.0;
        foreach (var count in counts)
        {
            entropy -= count == 0 ? 0 : count / total * Math.Log(count / total);
        }

        return entropy;
    }

    private static double MutualInformation(ContingencyTable table)
    {
        var (information, total) = (0.0, (double)table.Total);
        for (var t = 0; t < table.Truth.Length; t++)
        {
            for (var p = 0; p < table.Predicted.Length; p++)
            {
                var count = table.Counts[t, p];
                information += count == 0 ? 0 : count / total * Math.Log(count * total / ((double)table.Truth[t] * table.Predicted[p]));
            }
        }

        return Math.Max(0, information);
    }
}
