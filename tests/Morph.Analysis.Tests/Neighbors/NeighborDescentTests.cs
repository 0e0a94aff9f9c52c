using Morph.Analysis.Neighbors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Neighbors;

public class NeighborDescentTests
{
    private const int Neighbors = 15;

    [Fact]
    public void Nearly_all_neighbours_found_are_exactones_and_the_same_for_any_number_of_threads()
    {
        var points = Surface(6_000, latent: 12);
        var found = NeighborDescent.Search(points, Neighbors, new RandomSource(1), 1, default);
        var exact = new ExactNeighborSearch(points).Search(points, Neighbors);
        var hits = Enumerable.Range(0, points.Count).Sum(i => found.IndicesOf(i).ToArray().Intersect(exact.IndicesOf(i).ToArray()).Count());
        var recall = (double)hits / found.Indices.Length;
        Assert.True(recall >= 0.97, $"recall {recall:F4}");
        Assert.All(Enumerable.Range(0, points.Count), i => Assert.Equal(i, found.IndicesOf(i)[0]));
        var again = NeighborDescent.Search(points, Neighbors, new RandomSource(1), 4, default);
        Assert.Equal(found.Indices, again.Indices);
        Assert.Equal(found.Distances, again.Distances);
    }

    [Fact]
    public void Equal_points_and_lists_longer_than_a_leaf_are_no_trouble()
    {
        var equal = NeighborDescent.Search(new Points(new float[700 * 3], 3), 5, new RandomSource(1), 0, default);
        Assert.All(equal.Distances, d => Assert.Equal(0, d));
        Assert.All(Enumerable.Range(0, 700), i => Assert.Equal(5, equal.IndicesOf(i).ToArray().Distinct().Count()));

        var points = Surface(900, latent: 3);
        var many = NeighborDescent.Search(points, 300, new RandomSource(1), 0, default);
        Assert.All(Enumerable.Range(0, 900), i => Assert.Equal(300, many.IndicesOf(i).ToArray().Distinct().Count()));
    }

    /// <summary>Points of 32 features near a surface of fewer dimensions.</summary>
    private static Points Surface(int count, int latent)
    {
        const int features = 32;
        var random = new RandomSource(3);
        double[] axes = [.. Enumerable.Range(0, latent * features).Select(_ => random.NextGaussian())];
        var values = new float[count * features];
        for (var i = 0; i < count; i++)
        {
            double[] place = [.. Enumerable.Range(0, latent).Select(_ => random.NextGaussian())];
            for (var j = 0; j < features; j++)
            {
                values[(i * features) + j] = (float)(place.Select((p, l) => p * axes[(l * features) + j]).Sum() + (0.1 * random.NextGaussian()));
            }
        }

        return new(values, features);
    }
}
