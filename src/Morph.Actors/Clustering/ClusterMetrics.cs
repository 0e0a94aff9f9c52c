using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Tables;

namespace Morph.Actors.Clustering;

/// <summary>The figures of <c>clusters/metrics.json</c>: of the map, of the mixture, and how clusters and samples agree.</summary>
public static class ClusterMetrics
{
    private const int MaxPoints = 5_000;
    private const int Neighbors = 15;

    /// <summary>Computes the figures. Those that need all pairs of windows are of every n-th window, at most 5,000.</summary>
    /// <param name="table">The kept windows with their clusters.</param>
    /// <param name="map">n x 2 coordinates.</param>
    /// <param name="mixture">The mixture on the map.</param>
    /// <param name="bic">Its Bayesian information criterion; null for a mixture that was fitted to the windows of another run.</param>
    /// <param name="samples">The samples with their clusters.</param>
    public static IReadOnlyDictionary<string, double> Of(
        WindowTable table, float[] map, GaussianMixture mixture, double? bic, IReadOnlyList<SampleRow> samples)
    {
        var names = table.Sample.Distinct().Order(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        int[] truth = [.. table.Sample.Select(s => names[s])];
        var heldOut = samples.Where(s => s.Set == FieldEmbeddings.TestSet).ToList();
        var some = Enumerable.Range(0, table.Count).Where(i => i % Math.Max(1, (table.Count + MaxPoints - 1) / MaxPoints) == 0).ToArray();
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["windows"] = table.Count,
            ["fields"] = table.Field.Zip(table.Sample).Distinct().Count(),
            ["samples"] = samples.Count,
            ["clusters"] = mixture.Weights.Length,
            ["sample_ari"] = LabelAgreement.AdjustedRandIndex(truth, table.Cluster),
            ["sample_nmi"] = LabelAgreement.NormalizedMutualInformation(truth, table.Cluster),
            ["held_out_samples"] = heldOut.Count,
            ["held_out_clusters"] = heldOut.Select(s => s.Cluster).Distinct().Count(),
        };
        if (bic is { } criterion)
        {
            (metrics["bic"], metrics["lower_bound"]) = (criterion, mixture.LowerBound);
        }

        if (table.Novelty is { } novelty)
        {
            metrics["novel_share"] = novelty.Average(n => n > 1 ? 1.0 : 0);
        }

        int[] labels = [.. some.Select(i => table.Cluster[i])];
        if (some.Length > Neighbors + 1)
        {
            metrics["trustworthiness"] = Trustworthiness.Score(
                new Points(table.Features, table.Dimensions).Rows(some), new Points(map, 2).Rows(some), Math.Min(Neighbors, (some.Length - 1) / 2));
        }

        if (labels.Distinct().Count() is var k && k > 1 && k < labels.Length)
        {
            double[] coordinates = [.. some.SelectMany(i => new double[] { map[2 * i], map[(2 * i) + 1] })];
            metrics["silhouette"] = Silhouette.Score(coordinates, 2, labels);
        }

        return metrics;
    }
}
