using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Matching of samples to labels by their means: not the same sample, and not the same batch either.</summary>
internal static class MatchingFigures
{
    /// <summary>Adds the figures of a representation.</summary>
    /// <param name="sheet">Receives them.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="samples">Resamples of samples.</param>
    public static void Add(FigureSheet sheet, LabelledWindows windows, Representation shown, IResamples samples)
    {
        if (SampleLabels.Of(windows, shown) is not { } labels)
        {
            return;
        }

        var units = windows.Units.Select((u, number) => (u, number)).ToDictionary(u => u.u, u => u.number);
        AddOne(sheet, FigureKind.NotSameCompound, samples, windows, shown, units, labels, byBatch: false, "No label has two samples, so no other sample could be right.");
        if (windows.Batch is { } batch)
        {
            AddOne(
                sheet, FigureKind.NotSameCompoundAndBatch, samples, windows, shown, units, labels, byBatch: true,
                $"No label has two samples of different {batch}, so no sample of another {batch} could be right.");
        }
    }

    private static void AddOne(
        FigureSheet sheet,
        FigureKind kind,
        IResamples samples,
        LabelledWindows windows,
        Representation shown,
        Dictionary<(string Sample, int Label), int> units,
        int[] labels,
        bool byBatch,
        string reason)
    {
        // A sample on several plates has a profile on each, where plates count.
        var profiles = windows.Fields.Select(f => (Unit: units[(f.Sample, f.Label)], f.Sample, Batch: byBatch ? f.Batch : 0)).Distinct().ToList();
        var profileOf = windows.PerWindow([.. windows.Fields.Select(f => profiles.IndexOf((units[(f.Sample, f.Label)], f.Sample, byBatch ? f.Batch : 0)))]);
        var names = profiles.Select(p => p.Sample).Distinct().ToList();
        int[] sampleOf = [.. profiles.Select(p => names.IndexOf(p.Sample))];
        var means = Representation.Directions(shown.Windows.Means(profileOf, profiles.Count));
        int[] labelOf = [.. profiles.Select(p => labels[p.Unit])];
        var outcomes = byBatch
            ? CosineMatching.Outcomes(means, labelOf, sampleOf, [.. profiles.Select(p => p.Batch)])
            : CosineMatching.Outcomes(means, labelOf, [sampleOf]);
        var tally = new OutcomeTally(outcomes, [.. profiles.Select(p => p.Unit)], units.Count);
        if (tally.Asked == 0)
        {
            sheet.AddAbsent(kind, reason);
        }
        else
        {
            sheet.Add(kind, shown.Name, tally.Asked, samples, tally.Share);
        }
    }
}
