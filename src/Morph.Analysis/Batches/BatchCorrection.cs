namespace Morph.Analysis.Batches;

/// <summary>Brings the points of several batches (plates, days) to one scale.</summary>
public static class BatchCorrection
{
    /// <summary>
    /// Each feature minus its mean over the reference points of the batch, over its standard deviation there (see <see cref="FeatureScale"/>). Without
    /// references it supposes that batches hold much the same conditions: what differs between batches is gone, be it staining or biology.
    /// </summary>
    /// <param name="points">n points.</param>
    /// <param name="batchOf">The batch of each.</param>
    /// <param name="isReference">Whether the figures are taken from the point, of at least one in each batch; null for all points.</param>
    /// <exception cref="ArgumentException">Not one batch or one reference per point, or a batch without reference points.</exception>
    public static Points Standardise(Points points, IReadOnlyList<int> batchOf, IReadOnlyList<bool>? isReference = null)
    {
        if (batchOf.Count != points.Count || (isReference is not null && isReference.Count != points.Count))
        {
            throw new ArgumentException($"One batch and reference per point is needed; there are {points.Count} points, {batchOf.Count} batches and {isReference?.Count} references.", nameof(batchOf));
        }

        var standardised = new float[points.Values.Length];
        foreach (var batch in Enumerable.Range(0, points.Count).GroupBy(i => batchOf[i]))
        {
            int[] rows = [.. batch];
            var own = points.Rows(rows);
            var scaled = FeatureScale.Fit(isReference is null ? own : points.Rows([.. rows.Where(i => isReference[i])])).Apply(own);
            for (var i = 0; i < rows.Length; i++)
            {
                scaled[i].CopyTo(standardised.AsSpan(rows[i] * points.Dimensions));
            }
        }

        return new(standardised, points.Dimensions);
    }
}
