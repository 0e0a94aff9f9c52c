using Morph.Analysis.Outliers;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Outliers;

public class OutlierTests
{
    [Fact]
    public void Windows_that_only_their_own_field_resembles_are_far_from_all()
    {
        // Eight equal windows of dust in the last field: near neighbours of each other, of nothing else.
        var random = new RandomSource(4);
        float[] features = [.. Enumerable.Range(0, 48 * 3).Select(i => i < 40 * 3 ? (float)random.NextGaussian() : 9)];
        int[] fields = [.. Enumerable.Range(0, 48).Select(i => i / 8)];
        var factors = LocalOutlierFactor.Of(new(features, 3), fields);
        Assert.True(factors[40..].Min() > 3 * factors[..40].Max(), $"{factors[40..].Min()} against {factors[..40].Max()}");
    }

    [Fact]
    public void A_wide_crowd_is_no_outlier_beside_a_tight_one()
    {
        var random = new RandomSource(4);
        float[] features = [.. Enumerable.Range(0, 400 * 2).Select(i => (float)random.NextGaussian() * (i < 400 ? 0.1f : 5) + (i < 400 ? 0 : 60))];
        var factors = LocalOutlierFactor.Of(new(features, 2), [.. Enumerable.Range(0, 400).Select(i => i / 20)]);
        Assert.InRange(factors[200..].Order().ElementAt(100), 0.8, 1.3);
    }

    [Fact]
    public void Equal_points_and_a_single_field_have_the_factor_one()
    {
        Assert.All(LocalOutlierFactor.Of(new(new float[20], 2), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), f => Assert.Equal(1, f));
        Assert.All(LocalOutlierFactor.Of(new(new float[] { 1, 2, 3, 9 }, 1), [0, 0, 0, 0]), f => Assert.Equal(1, f));
    }

    [Fact]
    public void Beyond_the_limit_of_references_every_field_still_has_some()
    {
        // 12,000 windows of 60 fields; the window far out is not among the references, and is found none the less.
        var random = new RandomSource(8);
        float[] features = [.. Enumerable.Range(0, 12_000 * 2).Select(_ => (float)random.NextGaussian())];
        (features[2 * 7_777], features[(2 * 7_777) + 1]) = (30, 30);
        var factors = LocalOutlierFactor.Of(new(features, 2), [.. Enumerable.Range(0, 12_000).Select(i => i / 200)]);
        Assert.Equal(7_777, Array.IndexOf(factors, factors.Max()));
        Assert.True(factors[7_777] > 10);
    }

    [Fact]
    public void A_score_counts_robust_deviations_within_its_set()
    {
        var scores = RobustScore.Of([1, 2, 3, 4, 100, 7, 7, 7, 8], ["a", "a", "a", "a", "a", "b", "b", "b", "b"]);
        Assert.Equal(0.67449 * 97, scores[4], 1e-3);
        Assert.Equal([-1.34898, -0.67449, 0, 0.67449], scores[..4].Select(s => Math.Round(s, 5)));
        Assert.All(scores[5..], s => Assert.Equal(0, s));
        Assert.Throws<ArgumentException>(() => RobustScore.Of([1], Array.Empty<string>()));
    }
}
