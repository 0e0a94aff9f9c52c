using Morph.Analysis.Mixture;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Mixture;

public class KMeansTests
{
    [Fact]
    public void Centers_are_the_means_of_well_separated_groups()
    {
        var data = MixtureData.Rows(new double[] { 0, 1, 2, 100, 101, 102, 50, 51, 52 }.AsMemory(), 1);
        var centers = KMeans.Centers(data, 3, new RandomSource(1), 1, default);
        Assert.Equal([1.0, 51, 101], centers!.Order());
    }

    [Fact]
    public void Too_few_distinct_points_give_no_centers() =>
        Assert.Null(KMeans.Centers(MixtureData.Rows(new double[] { 3, 3, 4, 4 }.AsMemory(), 1), 3, new RandomSource(1), 1, default));

    [Fact]
    public void A_center_without_points_moves_to_the_farthest_point()
    {
        var data = MixtureData.Rows(new double[] { 0, 0, 1, 1, 40, 90, 90 }.AsMemory(), 1);
        var next = KMeans.Step(data, [0, 1, 1000], 1, default);
        Assert.Equal([0, (1 + 1 + 40 + 90 + 90) / 5.0, 90], next.Select(c => Math.Round(c, 9)));
    }

    [Fact]
    public void A_point_between_two_centers_belongs_to_the_first_alone() =>
        Assert.Equal([0.5, 2], KMeans.Step(MixtureData.Rows(new double[] { 0, 1, 2 }.AsMemory(), 1), [0, 2], 1, default));

    [Fact]
    public void The_farthest_point_is_found_across_blocks()
    {
        var values = new double[3 * Tile.BlockPoints + 5];
        values[2 * Tile.BlockPoints + 1] = -7;
        var (point, square) = KMeansSeeding.Farthest(MixtureData.Rows(values.AsMemory(), 1), [0], 2, default);
        Assert.Equal([-7.0], point);
        Assert.Equal(49, square);
    }
}
