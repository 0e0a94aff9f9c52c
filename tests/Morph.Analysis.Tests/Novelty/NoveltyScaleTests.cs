using Morph.Analysis.Novelty;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Novelty;

public sealed class NoveltyScaleTests
{
    [Fact]
    public void The_limit_is_what_99_of_100_have_to_another_group()
    {
        // Two groups on a line, 0, 1, ... 99 and the same a little above: the neighbour of another group is as far as they are apart.
        float[] values = [.. Enumerable.Range(0, 100).Select(i => (float)i), .. Enumerable.Range(0, 100).Select(i => i + (i == 99 ? 0.5f : 0.25f))];
        var scale = NoveltyScale.Fit(new(values, 1), [.. Enumerable.Range(0, 200).Select(i => i < 100 ? "a" : "b")]);
        Assert.Equal(0.25, scale.Limit, 6);
        Assert.Equal([0f, 1f, 40f], scale.Score(new(new[] { 3f, -0.25f, 109.5f }, 1)));
    }

    [Fact]
    public void New_points_of_the_same_kind_are_usual_and_others_are_not()
    {
        var random = RandomSource.For(4, "points");
        float[] Cloud(int points, double middle) => [.. Enumerable.Range(0, points * 8).Select(_ => (float)(middle + random.NextGaussian()))];
        var scale = NoveltyScale.Fit(new(Cloud(2000, 0), 8), [.. Enumerable.Range(0, 2000).Select(i => $"{i / 25}")]);
        Assert.InRange(scale.Score(new(Cloud(2000, 0), 8)).Average(s => s > 1 ? 1.0 : 0), 0.001, 0.03);
        Assert.All(scale.Score(new(Cloud(50, 6), 8)), s => Assert.True(s > 1, $"{s}"));
    }

    [Fact]
    public void A_single_group_tells_nothing() =>
        Assert.Throws<ArgumentException>(() => NoveltyScale.Fit(new(new float[] { 1, 2 }, 1), ["a", "a"]));
}
