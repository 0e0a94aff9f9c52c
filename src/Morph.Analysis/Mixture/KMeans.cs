using Morph.Domain.Randomness;

namespace Morph.Analysis.Mixture;

/// <summary>
/// Lloyd's k-means from a k-means++ start, as scikit-learn runs it to start a mixture: until no centre moves more than
/// 1e-4 of the mean variance in sum of squares, at most 300 iterations. A centre without points moves to the point
/// farthest from all centres.
/// </summary>
internal static class KMeans
{
    private const double RelativeTolerance = 1e-4;
    private const int MaxIterations = 300;

    /// <summary>K x d centres; null if the data hold fewer than K distinct points.</summary>
    public static double[]? Centers(MixtureData data, int clusters, RandomSource random, int threads, CancellationToken cancellation)
    {
        var d = data.Dimensions;
        var centers = KMeansSeeding.Seed(data, clusters, random, threads, cancellation);
        if (centers.Length < clusters * d)
        {
            return null;
        }

        var tolerance = RelativeTolerance * MeanVariance(data, threads, cancellation);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var next = Step(data, centers, threads, cancellation);
            var shift = next.Zip(centers, (a, b) => (a - b) * (a - b)).Sum();
            centers = next;
            if (shift <= tolerance)
            {
                break;
            }
        }

        return centers;
    }

    /// <summary>The next centres.</summary>
    internal static double[] Step(MixtureData data, double[] centers, int threads, CancellationToken cancellation)
    {
        var d = data.Dimensions;
        var clusters = centers.Length / d;
        var moments = new MixtureMoments(centers, d, OffsetProducts.None);
        var (_, sums) = MomentPass.Run(data, clusters, moments, new CenterDistance(centers, d).Assign, threads, cancellation);
        var next = (double[])centers.Clone();
        for (var k = 0; k < clusters; k++)
        {
            if (moments.Weight(sums, k) > 0)
            {
                for (var i = 0; i < d; i++)
                {
                    next[k * d + i] += moments.Offset(sums, k, i) / moments.Weight(sums, k);
                }
            }
        }

        for (var k = 0; k < clusters; k++)
        {
            if (moments.Weight(sums, k) == 0 && KMeansSeeding.Farthest(data, next, threads, cancellation) is { Square: > 0 } farthest)
            {
                farthest.Point.CopyTo(next, k * d);
            }
        }

        return next;
    }

    private static double MeanVariance(MixtureData data, int threads, CancellationToken cancellation)
    {
        var reference = new double[data.Dimensions];
        data.Read(0, 1, reference, 1);
        var moments = new MixtureMoments(reference, data.Dimensions, OffsetProducts.Squares);
        var (_, sums) = MomentPass.Run(data, 1, moments, new CenterDistance(reference, data.Dimensions).Assign, threads, cancellation);
        return Enumerable.Range(0, data.Dimensions).Average(i =>
        {
            var mean = moments.Offset(sums, 0, i) / data.Count;
            return moments.Product(sums, 0, i, i) / data.Count - mean * mean;
        });
    }
}
