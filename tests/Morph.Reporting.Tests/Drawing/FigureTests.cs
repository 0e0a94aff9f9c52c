using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Tests.Drawing;

public class FigureTests
{
    [Fact]
    public void Labels_never_overlap_and_stay_inside()
    {
        var labels = Enumerable.Range(0, 30).Select(i => new Label($"label {i}", new(200 + (i % 5 * 9), 150 + (i / 5 * 7)), Palette.Mark(i)));
        var placed = LabelPlacement.Place(labels, 13, 0, 0, 400, 300);
        Assert.InRange(placed.Count, 10, 30);
        var boxes = placed.Select(p => (p.Centre, Half: Lettering.Width(p.Label.Text, 13, true) / 2)).ToArray();
        for (var a = 0; a < boxes.Length; a++)
        {
            Assert.InRange(boxes[a].Centre.X, boxes[a].Half, 400 - boxes[a].Half);
            for (var b = 0; b < a; b++)
            {
                var apart = Math.Abs(boxes[a].Centre.X - boxes[b].Centre.X) >= boxes[a].Half + boxes[b].Half
                    || Math.Abs(boxes[a].Centre.Y - boxes[b].Centre.Y) >= 13;
                Assert.True(apart, $"{placed[a].Label.Text} over {placed[b].Label.Text}");
            }
        }
    }

    [Theory]
    [InlineData(0, 10, 5, "0|2|4|6|8|10", "0|2|4|6|8|10")]
    [InlineData(-1.3, 0.1, 5, "-1|-0.5|0", "−1.0|−0.5|0.0")]
    [InlineData(1, 12000, 6, "2000|4000|6000|8000|10000|12000", "2,000|4,000|6,000|8,000|10,000|12,000")]
    public void Ticks_are_round_numbers(double from, double to, int count, string ticks, string labels)
    {
        var scale = new Scale(from, to, 0, 100);
        Assert.Equal(ticks.Split('|').Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture)), scale.Ticks(count).Select(t => Math.Round(t, 9)));
        Assert.Equal(labels.Split('|'), scale.Ticks(count).Select(t => scale.Label(t, count)));
    }

    [Fact]
    public void Both_axes_of_a_map_have_one_scale_and_hold_all_points()
    {
        var canvas = new Recorder();
        Point[] points = [new(0, 0), new(100, 0), new(0, 10)];
        var figure = new ScatterFigure(new(-1, 101, -1, 11), [new(0, "A", Palette.Mark(0), points)], [], 3);
        figure.Draw(canvas);
        var drawn = canvas.Drawn[0];
        Assert.Equal(drawn[1].X - drawn[0].X, 10 * (drawn[0].Y - drawn[2].Y), 6);
        Assert.All(drawn, p => Assert.True(p.X > 42 && p.X < ScatterFigure.FigureWidth - 10 && p.Y > 10 && p.Y < figure.Height - 40, $"{p}"));
    }

    [Fact]
    public void Points_that_are_no_numbers_are_left_out()
    {
        var canvas = new Recorder();
        Point[] points = [new(0, 0), new(double.NaN, 1), new(1, double.PositiveInfinity)];
        new ScatterFigure(MapBounds.Of([0, float.NaN, 1], [0, 1, float.PositiveInfinity]), [new(0, "A", Palette.Mark(0), points)], [], 3).Draw(canvas);
        Assert.Single(canvas.Drawn[0]);
    }

    [Fact]
    public void The_kept_step_is_the_one_that_the_log_marks_if_validation_chose_it()
    {
        LossRow[] rows = [new(1, 1, 0, 0, 0, -0.7), new(2, 1, -9, 0, 0, null), new(3, 1, 0, 0, 0, -0.5, Kept: true), new(4, 1, 0, 0, 0, null, Kept: true)];
        Assert.Equal(3, LossFigure.Kept(rows)!.Step);
        Assert.Null(LossFigure.Kept(rows[3..]));
    }

    [Fact]
    public void Wild_first_steps_do_not_flatten_the_curve()
    {
        LossRow[] calm = [.. Enumerable.Range(1, 100).Select(i => new LossRow(i, 1, -i / 100.0, 0, 0, null))];
        Assert.False(new LossFigure(calm).CutOff);
        calm[2] = calm[2] with { MutualInformation = 130 };
        var figure = new LossFigure(calm);
        Assert.True(figure.CutOff);
        var canvas = new Recorder();
        figure.Draw(canvas);
        Assert.True(canvas.Drawn[0].Max(p => p.Y) - canvas.Drawn[0].Min(p => p.Y) > 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    public void Short_and_long_trainings_are_drawn_with_a_few_thousand_points_at_most(int steps)
    {
        var canvas = new Recorder();
        LossRow[] rows = [.. Enumerable.Range(1, steps).Select(i => new LossRow(i, i, i % 7 == 3 ? double.NaN : -Math.Sin(i), 0, 0, i % 2 == 0 ? -Math.Cos(i) : null))];
        new LossFigure(rows).Draw(canvas);
        Assert.InRange(canvas.Drawn.Sum(d => d.Count), 1, 5_000);
        Assert.All(canvas.Drawn.SelectMany(d => d), p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y)));
    }

    [Fact]
    public void A_name_too_long_is_cut_between_letters()
    {
        Assert.Equal("abc", Lettering.Shorten("abc", 3));
        Assert.Equal("ab…", Lettering.Shorten("abcd", 3));
        Assert.Equal("👩‍🔬é…", Lettering.Shorten("👩‍🔬éabc", 3));
    }

    /// <summary>Remembers the points of dots, then of lines with more than two points.</summary>
    private sealed class Recorder : ICanvas
    {
        public List<IReadOnlyList<Point>> Drawn { get; } = [];

        public void Line(IReadOnlyList<Point> points, Paint paint, double width, bool dashed = false, double opacity = 1)
        {
            if (points.Count != 2)
            {
                Drawn.Add(points);
            }
        }

        public void Dots(IReadOnlyList<Point> points, Paint paint, bool square, double radius, double opacity, int group, string title)
        {
            if (points.Count > 0)
            {
                Drawn.Add(points);
            }
        }

        public void Text(Point at, string text, TextStyle style)
        {
        }
    }
}
