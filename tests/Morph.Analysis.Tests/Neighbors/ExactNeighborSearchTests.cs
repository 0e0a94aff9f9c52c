using Morph.Analysis.Neighbors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Neighbors;

public class ExactNeighborSearchTests
{
    [Theory]
    [InlineData(1, 1, 3, 1)]
    [InlineData(17, 5, 2, 17)]
    [InlineData(300, 131, 7, 10)]
    [InlineData(64, 8, 1, 4)]
    public void It_finds_what_comparing_every_pair_finds(int points, int queries, int features, int count)
    {
        var random = new RandomSource(3);
        var set = Draw(points, features, random);
        var asked = Draw(queries, features, random);
        var table = new ExactNeighborSearch(set).Search(asked, count);
        for (var q = 0; q < queries; q++)
        {
            double[] squares = [.. Enumerable.Range(0, points).Select(p => Points.SquaredDistance(asked[q], set[p]))];
            var expected = Enumerable.Range(0, points).OrderBy(p => squares[p]).ThenBy(p => p).Take(count).ToArray();
            Assert.Equal(expected, table.IndicesOf(q).ToArray());
            Assert.Equal(expected.Select(p => (float)Math.Sqrt(squares[p])), table.DistancesOf(q).ToArray());
        }
    }

    [Fact]
    public void Of_equally_near_points_the_lower_index_comes_first()
    {
        var table = new ExactNeighborSearch(new Points(new float[40], 1)).Search(new Points(new float[] { 0 }, 1), 3);
        Assert.Equal([0, 1, 2], table.Indices);
    }

    [Fact]
    public void Nothing_cancels_far_from_the_origin()
    {
        var set = new Points(new float[] { 1_000_000, 1_000_001, 1_000_003 }, 1);
        Assert.Equal([0f, 1, 3], new ExactNeighborSearch(set).Search(set, 3).DistancesOf(0).ToArray());
    }

    [Fact]
    public void Too_many_neighbours_and_other_features_are_refused()
    {
        var search = new ExactNeighborSearch(new Points(new float[6], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Search(new Points(new float[2], 2), 4));
        Assert.Throws<ArgumentException>(() => search.Search(new Points(new float[3], 3), 1));
    }

    // Whole numbers, so that ties happen and single precision is exact.
    private static Points Draw(int count, int features, RandomSource random) =>
        new(Enumerable.Range(0, count * features).Select(_ => (float)random.NextInt(20)).ToArray(), features);
}
