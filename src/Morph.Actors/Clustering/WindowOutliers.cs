using Morph.Actors.Assigning;
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

    /// <summary>
    /// Scores the windows: the logarithm of the local outlier factor, against those of the same set (training or held-out). Windows that are assigned to
    /// another run may resemble that run's windows as well as each other.
    /// </summary>
    /// <param name="table">The windows.</param>
    /// <param name="features">The features that their map was made of.</param>
    /// <param name="adopted">The run that they are assigned to; null for none.</param>
    /// <param name="stop">Stops the search.</param>
    /// <returns>The windows with their scores and marks.</returns>
    public static WindowTable Mark(WindowTable table, Points features, AdoptedMap? adopted, CancellationToken stop)
    {
        var fields = (adopted?.Fields ?? []).Select(field => (IsAdopted: true, Sample: "", Field: field))
            .Concat(table.Sample.Zip(table.Field, (sample, field) => (IsAdopted: false, Sample: sample, Field: field)))
            .ToArray();
        var numbers = fields.Distinct().Select((field, i) => (field, i)).ToDictionary(f => f.field, f => f.i);
        var all = adopted is null ? features : new Points((float[])[.. adopted.Features.Values.Span, .. features.Values.Span], features.Dimensions);
        var factors = LocalOutlierFactor.Of(all, [.. fields.Select(f => numbers[f])], cancellation: stop)[^table.Count..];
        var scores = RobustScore.Of([.. factors.Select(f => Math.Log(f))], table.Set);
        return table with
        {
            OutlierScore = [.. scores.Select(s => (float)s)],
            Outlier = [.. scores.Select(s => s > MostScore ? 1 : 0)],
        };
    }
}
