using Morph.Analysis.Mixture;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Mixture;

public class MixtureSelectionTests
{
    [Fact]
    public void The_true_number_of_well_separated_groups_is_chosen()
    {
        var random = new RandomSource(11);
        double[] rows = [.. Enumerable.Range(0, 600)
            .SelectMany(i => new[] { i % 4 * 20 + random.NextGaussian(), i % 2 * 15 + random.NextGaussian() })];
        var selection = MixtureSelection.Choose(MixtureData.Rows(rows.AsMemory(), 2), 1, 7, new() { NInit = 3 }, random);
        Assert.Equal(4, selection.Best.NComponents);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], selection.Curve.Select(c => c.NComponents));
        Assert.Equal(selection.Curve.Min(c => c.Bic), selection.Curve.Single(c => c.NComponents == 4).Bic);
    }

    [Fact]
    public void The_range_ends_where_the_distinct_points_end()
    {
        var data = MixtureData.Rows(new double[] { 0, 0, 0, 5, 5, 9, 9, 9 }.AsMemory(), 1);
        var selection = MixtureSelection.Choose(data, 1, 6, new(), new RandomSource(1));
        Assert.Equal([1, 2, 3], selection.Curve.Select(c => c.NComponents));
        Assert.Throws<StageException>(() => MixtureSelection.Choose(data, 4, 6, new(), new RandomSource(1)));
    }
}
