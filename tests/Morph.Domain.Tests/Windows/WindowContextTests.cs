using Morph.Domain.Windows;

namespace Morph.Domain.Tests.Windows;

public sealed class WindowContextTests
{
    private static readonly IReadOnlyList<WindowPosition> Positions = new WindowGrid(64, 32).Positions(160, 192);

    [Fact]
    public void A_window_is_half_itself_and_half_the_foreground_weighed_mean_of_those_around()
    {
        var random = new Random(1);
        var foreground = Positions.Select(_ => random.NextSingle()).ToArray();
        foreground[4] = 0;
        var rows = Positions.SelectMany(_ => new[] { random.NextSingle(), random.NextSingle() - 0.5f }).ToArray();

        var blended = new WindowContext(40).Blend(Positions, foreground, rows);

        for (var i = 0; i < Positions.Count; i++)
        {
            var near = Enumerable.Range(0, Positions.Count)
                .Where(j => Math.Abs(Positions[j].Y - Positions[i].Y) <= 40 && Math.Abs(Positions[j].X - Positions[i].X) <= 40).ToArray();
            Assert.InRange(near.Length, 4, 9);
            for (var d = 0; d < 2; d++)
            {
                var mean = near.Sum(j => (double)foreground[j] * rows[(2 * j) + d]) / near.Sum(j => (double)foreground[j]);
                Assert.Equal((rows[(2 * i) + d] + mean) / 2, blended[(2 * i) + d], 1e-6);
            }
        }
    }

    [Fact]
    public void A_window_with_its_context_spreads_like_a_larger_one()
    {
        Assert.Equal(128, new WindowContext(0).Spread(128));
        Assert.Equal(187, new WindowContext(96).Spread(128));
    }

    [Fact]
    public void Without_foreground_around_or_without_a_reach_a_window_stays_as_it_is()
    {
        var rows = Positions.Select((_, i) => (float)i).ToArray();
        var (none, all) = (new float[Positions.Count], Enumerable.Repeat(1f, Positions.Count).ToArray());

        Assert.Equal(rows, new WindowContext(96).Blend(Positions, none, rows));
        Assert.Equal(rows, new WindowContext(0).Blend(Positions, all, rows));
        Assert.NotEqual(rows, new WindowContext(96).Blend(Positions, all, rows));
    }

    [Fact]
    public void The_order_of_the_windows_does_not_matter_and_borders_need_not_lie_on_the_grid()
    {
        var positions = new WindowGrid(64, 32).Positions(150, 101);
        var random = new Random(2);
        var (foreground, rows) = (positions.Select(_ => random.NextSingle()).ToArray(), positions.Select(_ => random.NextSingle()).ToArray());
        var order = Enumerable.Range(0, positions.Count).OrderBy(_ => random.Next()).ToArray();
        var context = new WindowContext(64);

        var (straight, mixed) = (
            context.Blend(positions, foreground, rows),
            context.Blend([.. order.Select(i => positions[i])], [.. order.Select(i => foreground[i])], [.. order.Select(i => rows[i])]));

        for (var i = 0; i < order.Length; i++)
        {
            Assert.Equal(straight[order[i]], mixed[i], 1e-6f);
        }
    }
}
