using Morph.Analysis.Labels;
using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Agreement of clusters and labels by windows, fields and samples, and the silhouette of labels.</summary>
internal static class ClusterFigures
{
    private const int MostPoints = 5_000;

    /// <summary>Adds the agreement of clusters and labels.</summary>
    /// <param name="sheet">Receives the figures.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="clusters">The cluster of each window, 0 or more.</param>
    public static void Add(FigureSheet sheet, LabelledWindows windows, Representation shown, int[] clusters)
    {
        var fields = windows.Fields.Length;
        var byWindow = Enumerable.Range(0, windows.Count).Select(i => (windows.FieldOf[i], shown.LabelOfWindow[i], clusters[i])).CountBy(w => w).ToList();
        var (overFields, overSamples) = (new Jackknife(fields), new Jackknife(windows.Units.Count));
        AddBoth(overFields, FigureKind.RandWindow, FigureKind.InformationWindow, byWindow);
        var ofField = Enumerable.Range(0, windows.Count).ToLookup(i => windows.FieldOf[i], i => clusters[i]);
        AddBoth(overFields, FigureKind.RandField, FigureKind.InformationField, [.. Enumerable.Range(0, fields)
            .Select(f => KeyValuePair.Create((f, shown.LabelOfField[f], MajorityLabel.Of(ofField[f]).Label), 1))]);
        var units = windows.Units.Select((u, number) => (u, number)).ToDictionary(u => u.u, u => u.number);
        int[] unitOf = [.. windows.Fields.Select(f => units[(f.Sample, f.Label)])];
        if (units.Count == windows.Labels.Length)
        {
            const string Reason = "Each label is one sample, so no two samples belong together.";
            sheet.AddAbsent(FigureKind.RandSample, Reason);
            sheet.AddAbsent(FigureKind.InformationSample, Reason);
        }
        else if (SampleLabels.Of(windows, shown) is { } labels)
        {
            var ofUnit = Enumerable.Range(0, windows.Count).ToLookup(i => unitOf[windows.FieldOf[i]], i => clusters[i]);
            AddBoth(overSamples, FigureKind.RandSample, FigureKind.InformationSample, [.. Enumerable.Range(0, units.Count)
                .Select(u => KeyValuePair.Create((u, labels[u], MajorityLabel.Of(ofUnit[u]).Label), 1))]);
        }

        void AddBoth(IResamples over, FigureKind rand, FigureKind information, List<KeyValuePair<(int Unit, int Label, int Cluster), int>> counts)
        {
            var all = counts.Sum(c => c.Value);
            sheet.Add(rand, shown.Name, all, over, times => LabelAgreement.AdjustedRandIndex(Table(counts, times)));
            sheet.Add(information, shown.Name, all, over, times => LabelAgreement.NormalizedMutualInformation(Table(counts, times)));
        }
    }

    /// <summary>Adds the silhouette of labels, of at most 5,000 windows.</summary>
    /// <param name="sheet">Receives it.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="fields">Resamples of fields.</param>
    public static void AddSilhouette(FigureSheet sheet, LabelledWindows windows, Representation shown, IResamples fields)
    {
        var step = (windows.Count + MostPoints - 1) / MostPoints;
        int[] rows = [.. Enumerable.Range(0, windows.Count).Where(i => i % step == 0)];
        double[] values = [.. shown.Windows.Rows(rows).Values.ToArray().Select(v => (double)v)];
        int[] labels = [.. rows.Select(i => shown.LabelOfWindow[i])];
        if (labels.Distinct().Count() is var k && (k < 2 || k == labels.Length))
        {
            sheet.AddAbsent(FigureKind.Silhouette, "There are not 2 to n - 1 labels among the windows.");
            return;
        }

        var scores = Silhouette.Samples(values, shown.Windows.Dimensions, labels);
        var (sums, counts) = (new double[windows.Fields.Length], new int[windows.Fields.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            sums[windows.FieldOf[rows[i]]] += scores[i];
            counts[windows.FieldOf[rows[i]]]++;
        }

        sheet.Add(FigureKind.Silhouette, shown.Name, rows.Length, fields, times =>
            times.Zip(sums, (t, s) => t * s).Sum() / times.Zip(counts, (t, c) => (double)t * c).Sum());
    }

    private static ContingencyTable Table(List<KeyValuePair<(int Unit, int Label, int Cluster), int>> counts, int[] times)
    {
        var table = new int[counts.Max(c => c.Key.Label) + 1, counts.Max(c => c.Key.Cluster) + 1];
        foreach (var ((unit, label, cluster), count) in counts)
        {
            table[label, cluster] += times[unit] * count;
        }

        return new(table);
    }
}
