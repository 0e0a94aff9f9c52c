using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Silhouette (Rousseeuw 1987): how much closer each point is to its own cluster than to the next one, -1 to 1.
/// </summary>
public static class Silhouette
{
    /// <summary>The mean silhouette over all points, see <see cref="Samples"/>.</summary>
    /// <inheritdoc cref="Samples"/>
    public static double Score(ReadOnlyMemory<double> values, int dimensions, ReadOnlySpan<int> labels, int threads = 0)
    {
        var scores = Samples(values, dimensions, labels, threads);
        return scores.Sum() / scores.Length;
    }

    /// <summary>The silhouette of each point with Euclidean distances; a point alone in its cluster counts 0. Takes n^2 distances.</summary>
    /// <param name="values">n x d values, row-major.</param>
    /// <param name="dimensions">Features d per point.</param>
    /// <param name="labels">The cluster of each point.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">Not one label per point, or not 2 to n - 1 different labels.</exception>
    public static double[] Samples(ReadOnlyMemory<double> values, int dimensions, ReadOnlySpan<int> labels, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        var n = values.Length / dimensions;
        var names = labels.ToArray().Distinct().Order().ToArray();
        if (labels.Length * dimensions != values.Length || names.Length < 2 || names.Length > n - 1)
        {
            throw new ArgumentException(
                $"A silhouette of {n} points needs as many labels and 2 to n - 1 clusters, not {labels.Length} and {names.Length}.");
        }

        var cluster = labels.ToArray().Select(l => Array.BinarySearch(names, l)).ToArray();
        var sizes = new int[names.Length];
        foreach (var c in cluster)
        {
            sizes[c]++;
        }

        var scores = new double[n];
        BlockedLoop.Run(n, threads, () => new double[names.Length], (i, sums) =>
        {
            Array.Clear(sums);
            for (var j = 0; j < n; j++)
            {
                sums[cluster[j]] += Distance(values.Span.Slice(i * dimensions, dimensions), values.Span.Slice(j * dimensions, dimensions));
            }

            scores[i] = Of(sums, sizes, cluster[i]);
        });
        return scores;
    }

    private static double Distance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    private static double Of(double[] sums, int[] sizes, int own)
    {
        if (sizes[own] == 1)
        {
            return 0;
        }

        var within = sums[own] / (sizes[own] - 1);
        var between = double.PositiveInfinity;
        for (var c = 0; c < sums.Length; c++)
        {
            between = c == own ? between : Math.Min(between, sums[c] / sizes[c]);
        }

        return Math.Max(within, between) is > 0 and var larger ? (between - within) / larger : 0;
    }
}
