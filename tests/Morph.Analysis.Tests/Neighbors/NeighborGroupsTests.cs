using Morph.Analysis.Neighbors;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Neighbors;

public sealed class NeighborGroupsTests
{
    private const int Groups = 6;
    private const int Size = 20;
    private const int Wanted = 12;
    private static readonly Points Points = Clumps();
    private static readonly int[] GroupOf = [.. Enumerable.Range(0, Groups * Size).Select(i => i / Size)];

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(50)]
    public void Each_point_gets_its_nearest_with_at_most_so_many_of_its_own_group(int most)
    {
        var groups = new NeighborGroups(GroupOf, most);

        var table = groups.Choose(new ExactNeighborSearch(Points).Search(Points, groups.Needed(Wanted), 0, CancellationToken.None), Wanted, 2);

        for (var i = 0; i < Points.Count; i++)
        {
            var byDistance = Enumerable.Range(0, Points.Count).Where(j => j != i).OrderBy(j => Points.SquaredDistance(Points[i], Points[j])).ThenBy(j => j).ToArray();
            var own = byDistance.Where(j => GroupOf[j] == GroupOf[i]).Take(most).ToHashSet();
            int[] expected = [i, .. byDistance.Where(j => GroupOf[j] != GroupOf[i] || own.Contains(j)).Take(Wanted - 1)];
            Assert.Equal(expected, table.IndicesOf(i).ToArray());
            Assert.Equal(table.DistancesOf(i).ToArray().Order(), table.DistancesOf(i).ToArray());
        }
    }

    [Fact]
    public void Where_others_are_too_few_the_own_group_fills_the_places()
    {
        int[] groupOf = [.. Enumerable.Range(0, Points.Count).Select(i => i < 5 ? 1 : 0)];
        var groups = new NeighborGroups(groupOf, 2);
        var known = new ExactNeighborSearch(Points).Search(Points, groups.Needed(Wanted), 0, CancellationToken.None);

        var last = groups.Choose(known, Wanted, 0).IndicesOf(Points.Count - 1).ToArray();

        Assert.Equal(Wanted, last.Distinct().Count());
        Assert.Equal(5, last.Count(i => groupOf[i] == 1));
        Assert.Equal(Wanted - 5, last.Count(i => groupOf[i] == 0));
    }

    [Fact]
    public void A_map_without_a_limit_is_the_map_without_groups()
    {
        var options = new UmapOptions { NNeighbors = Wanted, NEpochs = 50 };

        var plain = UmapModel.Fit(Points, options, new RandomSource(1)).Embedding;

        Assert.Equal(plain, UmapModel.Fit(Points, options, new RandomSource(1), groups: new(GroupOf, 1000)).Embedding);
        Assert.NotEqual(plain, UmapModel.Fit(Points, options, new RandomSource(1), groups: new(GroupOf, 2)).Embedding);
        Assert.Throws<ArgumentException>(() => UmapModel.Fit(Points, options, new RandomSource(1), groups: new([0, 1], 2)));
    }

    /// <summary>Points that lie much nearer to those of their group than to any other.</summary>
    private static Points Clumps()
    {
        var random = new RandomSource(3);
        var values = new float[Groups * Size * 3];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((i / (3 * Size) * 5) + random.NextDouble());
        }

        return new(values, 3);
    }
}
