using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// The start of the layout: the spectral embedding of the graph, part by part where it is not connected, scaled to the square
/// from 0 to 10 with a little noise. As umap-learn, but that more than four parts are placed by the principal axes of their
/// centroids, where umap-learn embeds the centroids spectrally.
/// </summary>
internal static class SpectralStart
{
    private const double Extent = 10;
    private const double Noise = 1e-4;

    /// <summary>n x 2 coordinates, row-major.</summary>
    public static float[] Place(FuzzyGraph graph, Points points, RandomSource random, int threads, CancellationToken cancellation)
    {
        var parts = ConnectedComponents.Find(graph);
        var start = parts.Count == 1
            ? PlacePart(graph, parts[0], Extent, random, threads, cancellation)
            : PlaceParts(graph, points, parts, random, threads, cancellation);
        var largest = start.Max(Math.Abs);
        var expansion = largest > 0 ? Extent / largest : 1;
        return Rescale([.. start.Select(v => v * expansion + Noise * random.NextGaussian())]);
    }

    /// <summary>Coordinates of one part within +-<paramref name="extent"/>; random where too small for a spectral embedding.</summary>
    private static double[] PlacePart(
        FuzzyGraph graph, int[] vertices, double extent, RandomSource random, int threads, CancellationToken cancellation)
    {
        if (!SpectralEmbedding.Exists(vertices.Length))
        {
            return [.. Enumerable.Range(0, 2 * vertices.Length).Select(_ => extent * (2 * random.NextDouble() - 1))];
        }

        var coordinates = SpectralEmbedding.Embed(graph, vertices, random, threads, cancellation);
        var scale = extent / coordinates.Max(Math.Abs);
        return [.. coordinates.Select(c => c * scale)];
    }

    private static double[] PlaceParts(
        FuzzyGraph graph, Points points, List<int[]> parts, RandomSource random, int threads, CancellationToken cancellation)
    {
        var centers = PartPlacement.Centers(points, parts, random, threads, cancellation);
        var start = new double[2 * graph.Count];
        for (var p = 0; p < parts.Count; p++)
        {
            var coordinates = PlacePart(graph, parts[p], PartPlacement.HalfGap(centers, p), random, threads, cancellation);
            for (var i = 0; i < parts[p].Length; i++)
            {
                start[2 * parts[p][i]] = centers[p].X + coordinates[2 * i];
                start[2 * parts[p][i] + 1] = centers[p].Y + coordinates[2 * i + 1];
            }
        }

        return start;
    }

    /// <summary>Each axis stretched to 0 to 10.</summary>
    private static float[] Rescale(double[] coordinates)
    {
        var scaled = new float[coordinates.Length];
        for (var axis = 0; axis < 2; axis++)
        {
            var values = Enumerable.Range(0, coordinates.Length / 2).Select(i => coordinates[2 * i + axis]).ToArray();
            var least = values.Min();
            var range = values.Max() - least;
            for (var i = 0; i < values.Length; i++)
            {
                scaled[2 * i + axis] = range > 0 ? (float)(Extent * (values[i] - least) / range) : 0;
            }
        }

        return scaled;
    }
}
