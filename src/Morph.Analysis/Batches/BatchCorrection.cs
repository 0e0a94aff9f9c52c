namespace Morph.Analysis.Batches;

/// <summary>Brings the features of several batches (plates, days) to one scale.</summary>
public static class BatchCorrection
{
    /// <summary>
    /// (x - mean) / standard deviation, feature by feature, with the figures of the reference points of each point's own batch. The standard
    /// deviation divides by n; a feature that does not vary in a batch is only centred.
    /// </summary>
    /// <param name="points">n points.</param>
    /// <param name="batches">n numbers of batches, from 0 without gaps.</param>
    /// <param name="references">n times whether the figures are taken from the point; at least one in each batch.</param>
    /// <returns>n x d values, row-major.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a batch has no reference point.</exception>
    public static float[] Standardise(Points points, ReadOnlySpan<int> batches, ReadOnlySpan<bool> references)
    {
        if (batches.Length != points.Count || references.Length != points.Count)
        {
            throw new ArgumentException($"{batches.Length} batches and {references.Length} references do not belong to {points.Count} points.");
        }

        var d = points.Dimensions;
        var moments = new FeatureMoments[batches.Length == 0 ? 0 : 1 + Largest(batches)];
        for (var b = 0; b < moments.Length; b++)
        {
            moments[b] = new(d);
        }

        for (var i = 0; i < points.Count; i++)
        {
            if (references[i])
            {
                moments[batches[i]].Add(points[i]);
            }
        }

        var scales = moments.Select(m => m.Scale()).ToArray();
        var result = new float[points.Values.Length];
        for (var i = 0; i < points.Count; i++)
        {
            var (means, deviations) = scales[batches[i]];
            for (var f = 0; f < d; f++)
            {
                result[(i * d) + f] = (float)((points[i][f] - means[f]) / deviations[f]);
            }
        }

        return result;
    }

    private static int Largest(ReadOnlySpan<int> numbers)
    {
        var largest = 0;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        return largest;
    }

    /// <summary>Mean and variance by Welford's updates, in double precision.</summary>
    private sealed class FeatureMoments(int dimensions)
    {
        private readonly double[] _means = new double[dimensions];
        private readonly double[] _squares = new double[dimensions];
        private long _count;

        public void Add(ReadOnlySpan<float> point)
        {
            _count++;
            for (var f = 0; f < point.Length; f++)
            {
                var offset = point[f] - _means[f];
                _means[f] += offset / _count;
                _squares[f] += offset * (point[f] - _means[f]);
            }
        }

        public (double[] Means, double[] Deviations) Scale() => _count == 0
            ? throw new ArgumentException("A batch has no reference point.")
            : (_means, [.. _squares.Select(s => s > 0 ? Math.Sqrt(s / _count) : 1)]);
    }
}
