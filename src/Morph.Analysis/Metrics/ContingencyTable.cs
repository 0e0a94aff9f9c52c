namespace Morph.Analysis.Metrics;

/// <summary>How many items have each pair of labels of two labellings.</summary>
public sealed class ContingencyTable
{
    /// <summary>Takes counts.</summary>
    /// <param name="counts">Items by true label (rows) and predicted label (columns), each 0 or more, not all 0.</param>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public ContingencyTable(int[,] counts)
    {
        Counts = counts;
        (Truth, Predicted) = (new int[counts.GetLength(0)], new int[counts.GetLength(1)]);
        for (var t = 0; t < Truth.Length; t++)
        {
            for (var p = 0; p < Predicted.Length; p++)
            {
                Truth[t] += counts[t, p];
                Predicted[p] += counts[t, p];
            }
        }

        if (Total == 0)
        {
            throw new ArgumentException("A contingency table needs items.", nameof(counts));
        }
    }

    /// <summary>Items by true label (rows) and predicted label (columns).</summary>
    public int[,] Counts { get; }

    /// <summary>Items of each true label.</summary>
    public int[] Truth { get; }

    /// <summary>Items of each predicted label.</summary>
    public int[] Predicted { get; }

    /// <summary>Number of items.</summary>
    public int Total => Truth.Sum();

    /// <summary>Counts two labellings of the same items; rows and columns are their labels in ascending order.</summary>
    /// <exception cref="ArgumentException">The labellings are empty or differ in length.</exception>
    public static ContingencyTable Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        if (truth.Length != predicted.Length || truth.IsEmpty)
        {
            throw new ArgumentException($"Two labellings of the same items are needed, not of {truth.Length} and {predicted.Length}.");
        }

        var (rows, columns) = (Ordinals(truth), Ordinals(predicted));
        var counts = new int[rows.Count, columns.Count];
        for (var i = 0; i < truth.Length; i++)
        {
            counts[rows[truth[i]], columns[predicted[i]]]++;
        }

        return new(counts);
    }

    private static Dictionary<int, int> Ordinals(ReadOnlySpan<int> labels) =>
        labels.ToArray().Distinct().Order().Select((label, at) => (label, at)).ToDictionary(l => l.label, l => l.at);
}
