using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>How well each two labels are told apart.</summary>
internal static class PairFigures
{
    /// <summary>Of more pairs, those whose mean embeddings lie nearest to each other.</summary>
    private const int MostPairs = 1_000;

    /// <summary>Adds the figures of all representations.</summary>
    /// <param name="sheet">Receives the figures.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="all">The representations.</param>
    /// <param name="fields">Resamples of fields.</param>
    /// <returns>A row for each pair, the least separable in the first representation first.</returns>
    public static IReadOnlyList<PairRow> Add(FigureSheet sheet, LabelledWindows windows, IReadOnlyList<Representation> all, IResamples fields)
    {
        var pairs = Chosen(windows);
        var values = pairs.Select(_ => new List<PairValue>()).ToList();
        foreach (var shown in all)
        {
            var found = PairSeparability.Of(shown.Windows, shown.LabelOfWindow, windows.FieldOf, windows.Fields.Length, pairs, NeighborFigures.Neighbors);
            var once = Enumerable.Repeat(1, windows.Fields.Length).ToArray();
            foreach (var (pair, row) in found.Zip(values))
            {
                var value = pair.BalancedAccuracy(once);
                var (low, high) = fields.Around(value, fields.Replicates(pair.BalancedAccuracy));
                row.Add(new(shown.Name, Finite(value), Finite(low), Finite(high)));
            }

            var asked = found.Where(p => double.IsFinite(p.BalancedAccuracy(once))).ToList();
            if (asked.Count == 0)
            {
                const string Reason = "No two labels have two fields each.";
                sheet.AddAbsent(FigureKind.PairsMean, Reason);
                sheet.AddAbsent(FigureKind.PairsWorst, Reason);
                continue;
            }

            sheet.Add(FigureKind.PairsMean, shown.Name, asked.Count, fields, times =>
                asked.Select(p => p.BalancedAccuracy(times)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
            sheet.AddPlain(FigureKind.PairsWorst, shown.Name, asked.Count, asked.Min(p => p.BalancedAccuracy(once)));
        }

        return [.. pairs
            .Zip(values, (pair, row) => new PairRow(windows.Labels[pair.First], windows.Labels[pair.Second], [.. row]))
            .OrderBy(p => p.Values[0].Value ?? double.PositiveInfinity)];
    }

    private static List<(int First, int Second)> Chosen(LabelledWindows windows)
    {
        var count = windows.Labels.Length;
        var all = Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => (First: a, Second: b)));
        if (count * (count - 1) / 2 <= MostPairs)
        {
            return [.. all];
        }

        var means = windows.Embedding.Means(windows.PerWindow([.. windows.Fields.Select(f => f.Label)]), count);
        return [.. all.OrderBy(p => Squared(means[p.First], means[p.Second])).Take(MostPairs).Order()];
    }

    private static double Squared(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += ((double)left[i] - right[i]) * ((double)left[i] - right[i]);
        }

        return sum;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
