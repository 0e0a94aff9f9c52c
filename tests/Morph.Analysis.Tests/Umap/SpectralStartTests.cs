using Morph.Analysis.Neighbors;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Umap;

public class SpectralStartTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Parts_start_around_centers_of_their_own_in_the_square_from_0_to_10(int parts)
    {
        // Parts of 30 points at the corners of a wide polygon: no edge joins them.
        var random = new RandomSource(5);
        var points = new Points(
            Enumerable.Range(0, parts * 30).SelectMany(i => new[]
            {
                (float)(1000 * Math.Cos(2 * Math.PI * (i % parts) / parts) + random.NextGaussian()),
                (float)(1000 * Math.Sin(2 * Math.PI * (i % parts) / parts) + random.NextGaussian()),
            }).ToArray(),
            2);
        var neighbors = new ExactNeighborSearch(points).Search(points, 10);
        var graph = FuzzyGraph.Union(neighbors, SmoothDistances.Fit(neighbors));
        Assert.Equal(parts, ConnectedComponents.Find(graph).Count);

        var start = SpectralStart.Place(graph, points, random, 1, default).Chunk(2).ToArray();
        Assert.All(start, p => Assert.All(p, v => Assert.InRange(v, 0, 10)));
        var centers = Enumerable.Range(0, parts).Select(p => Mean(start.Where((_, i) => i % parts == p))).ToArray();
        for (var p = 0; p < parts; p++)
        {
            Assert.All(centers[..p], other => Assert.True(Distance(other, centers[p]) > 2));
        }
    }

    [Fact]
    public void A_part_may_reach_half_way_to_the_next_that_is_elsewhere()
    {
        (double, double)[] centers = [(0, 0), (0, 0), (3, 4), (0, 1)];
        Assert.Equal([0.5, 0.5, Math.Sqrt(18) / 2, 0.5], Enumerable.Range(0, 4).Select(p => PartPlacement.HalfGap(centers, p)));
        Assert.Equal(1, PartPlacement.HalfGap([(2, 2), (2, 2)], 0));
    }

    private static float[] Mean(IEnumerable<float[]> points) => [points.Average(p => p[0]), points.Average(p => p[1])];

    private static double Distance(float[] a, float[] b) => Math.Sqrt(Math.Pow(a[0] - b[0], 2) + Math.Pow(a[1] - b[1], 2));
}
