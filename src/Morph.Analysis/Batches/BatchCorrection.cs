namespace Morph.Analysis.Batches;

/// <summary>Takes away what the points of a batch (a plate, a day) have in common.</summary>
public static class BatchCorrection
{
    /// <summary>
    /// Each feature minus its mean over the batch, over its standard deviation there (see <see cref="FeatureScale"/>). Supposes that batches hold much the
    /// same conditions: what differs between batches is gone, be it staining or biology.
    /// </summary>
    /// <param name="points">n points.</param>
    /// <param name="batchOf">The batch of each.</param>
    /// <exception cref="ArgumentException">Not one batch per point.</exception>
    public static Points Standardise(Points points, IReadOnlyList<int> batchOf)
    {
        if (batchOf.Count != points.Count)
        {
            throw new ArgumentException($"One batch per point is needed; there are {points.Count} points and {batchOf.Count} batches.", nameof(batchOf));
        }

        var standardised = new float[points.Values.Length];
        foreach (var batch in Enumerable.Range(0, points.Count).GroupBy(i => batchOf[i]))
        {
            int[] rows = [.. batch];
            var own = points.Rows(rows);
            var scaled = FeatureScale.Fit(own).Apply(own);
            for (var i = 0; i < rows.Length; i++)
            {
                scaled[i].CopyTo(standardised.AsSpan(rows[i] * points.Dimensions));
            }
        }

        return new(standardised, points.Dimensions);
    }
}
