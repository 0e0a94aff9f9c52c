using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Mean average precision over field means.</summary>
internal static class RetrievalFigures
{
    private const int RandomRankings = 10_000;
    private const double Significance = 0.05;

    /// <summary>Adds the figures of a representation.</summary>
    /// <param name="sheet">Receives them.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="fields">Resamples of fields.</param>
    /// <param name="seed">Decides the random rankings.</param>
    /// <returns>A row for each label that has at least two fields.</returns>
    public static IReadOnlyList<RetrievalRow> Add(FigureSheet sheet, LabelledWindows windows, Representation shown, IResamples fields, long seed)
    {
        var scores = AveragePrecision.Of(Representation.Directions(shown.Fields), shown.LabelOfField);
        var labels = MeanAveragePrecision.ByLabel(scores, shown.LabelOfField, RandomRankings, seed);
        if (labels.Count == 0)
        {
            const string Reason = "Each label has a single field, so there is nothing to find.";
            sheet.AddAbsent(FigureKind.MeanAveragePrecision, Reason);
            sheet.AddAbsent(FigureKind.Retrieved, Reason);
            return [];
        }

        sheet.Add(FigureKind.MeanAveragePrecision, shown.Name, labels.Sum(l => l.Profiles), fields, times => MeanOverLabels(scores, shown.LabelOfField, times));
        sheet.AddPlain(FigureKind.Retrieved, shown.Name, labels.Count, labels.Average(l => l.CorrectedP < Significance ? 1.0 : 0.0));
        return [.. labels.Select(l => new RetrievalRow(windows.Labels[l.Label], l.Profiles, l.Mean, l.P, l.CorrectedP))];
    }

    private static double MeanOverLabels(AveragePrecision[] scores, int[] labels, int[] times)
    {
        var sums = new SortedDictionary<int, (double Sum, int Count)>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i].Positives > 0 && times[i] > 0)
            {
                var (sum, count) = sums.GetValueOrDefault(labels[i]);
                sums[labels[i]] = (sum + (times[i] * scores[i].Value), count + times[i]);
            }
        }

        return sums.Count == 0 ? double.NaN : sums.Values.Average(s => s.Sum / s.Count);
    }
}
