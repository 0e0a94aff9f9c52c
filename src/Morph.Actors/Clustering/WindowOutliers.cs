using Morph.Analysis;
using Morph.Analysis.Outliers;
using Morph.Artifacts.Tables;

namespace Morph.Actors.Clustering;

/// <summary>
/// Marks windows that look like nothing in any other field: debris, out of focus, cells like no others. They are told by the embedding, not by the
/// map: UMAP draws a window that nothing resembles to the nearest island, where its density under the mixture is an ordinary one.
/// </summary>
public static class WindowOutliers
{
    /// <summary>Robust standard deviations beyond which a window is an outlier: the customary limit for this score.</summary>
    private const double MostScore = 3.5;

    /// <summary>Scores the windows: the logarithm of the local outlier factor, against those of the same set (training or held-out).</summary>
    /// <param name="table">The windows with their features.</param>
    /// <param name="stop">Stops the search.</param>
    /// <returns>The windows with their scores and marks.</returns>
    public static WindowTable Mark(WindowTable table, CancellationToken stop)
    {
        var fields = table.Sample.Zip(table.Field).ToArray();
        var numbers = fields.Distinct().Select((field, i) => (field, i)).ToDictionary(f => f.field, f => f.i);
        var factors = LocalOutlierFactor.Of(
            new Points(table.Features, table.Dimensions), [.. fields.Select(f => numbers[f])], cancellation: stop);
        var scores = RobustScore.Of([.. factors.Select(f => Math.Log(f))], table.Set);
        return table with
        {
            OutlierScore = [.. scores.Select(s => (float)s)],
            Outlier = [.. scores.Select(s => s > MostScore ? 1 : 0)],
        };
    }
}
