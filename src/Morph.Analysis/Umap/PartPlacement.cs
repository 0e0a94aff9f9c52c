using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>Where the parts of a graph that is not connected are placed relative to each other.</summary>
internal static class PartPlacement
{
    private const int OnAxes = 4;
    private const double Tolerance = 1e-6;

    /// <summary>
    /// A centre per part: up to four at the ends of the two axes as umap-learn does, more by the two principal axes of the parts'
    /// centroids, at most 1 from the origin.
    /// </summary>
    public static (double X, double Y)[] Centers(
        Points points, List<int[]> parts, RandomSource random, int threads, CancellationToken cancellation)
    {
        if (parts.Count <= OnAxes)
        {
            (double X, double Y)[] ends = parts.Count <= 2 ? [(1, 0), (-1, 0)] : [(1, 0), (0, 1), (-1, 0), (0, -1)];
            return ends[..parts.Count];
        }

        var centroids = CenteredCentroids(points, parts);
        var tolerance = Tolerance * centroids.Sum(c => c.Sum(v => v * v));
        var (values, vectors) = LanczosEigen.Largest(
            (from, to) => Multiply(centroids, from, to), parts.Count, 2, [], tolerance, random, threads, cancellation);
        double[][] axes = [.. values.Zip(vectors, (value, vector) => vector.Select(v => v * Math.Sqrt(Math.Max(0, value))).ToArray())];
        var largest = axes.Max(axis => axis.Max(Math.Abs));
        var scale = largest > 0 ? 1 / largest : 1;
        return [.. Enumerable.Range(0, parts.Count).Select(p => (axes[0][p] * scale, axes[1][p] * scale))];
    }

    /// <summary>Half the distance to the nearest other centre that is not at the same place; 1 if there is none.</summary>
    public static double HalfGap((double X, double Y)[] centers, int part)
    {
        var least = double.PositiveInfinity;
        foreach (var (x, y) in centers)
        {
            var distance = Math.Sqrt(Math.Pow(x - centers[part].X, 2) + Math.Pow(y - centers[part].Y, 2));
            least = distance > 0 ? Math.Min(least, distance) : least;
        }

        return double.IsPositiveInfinity(least) ? 1 : least / 2;
    }

    private static double[][] CenteredCentroids(Points points, List<int[]> parts)
    {
        var d = points.Dimensions;
        double[][] centroids = [.. parts.Select(members =>
            Enumerable.Range(0, d).Select(j => members.Average(m => (double)points[m][j])).ToArray())];
        double[] mean = [.. Enumerable.Range(0, d).Select(j => centroids.Average(c => c[j]))];
        return [.. centroids.Select(c => c.Zip(mean, (value, m) => value - m).ToArray())];
    }

    /// <summary>The product with the matrix of inner products of the centroids.</summary>
    private static void Multiply(double[][] centroids, double[] from, double[] to)
    {
        var sum = new double[centroids[0].Length];
        for (var c = 0; c < centroids.Length; c++)
        {
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += from[c] * centroids[c][j];
            }
        }

        for (var c = 0; c < centroids.Length; c++)
        {
            to[c] = centroids[c].Zip(sum, (a, b) => a * b).Sum();
        }
    }
}
