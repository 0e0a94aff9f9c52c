using System.Globalization;
using Morph.Artifacts.Tables;

namespace Morph.Reporting.Drawing;

/// <summary>The course of L_MI: every step faint, their moving mean, the validation, and the step whose weights were kept.</summary>
internal sealed class LossFigure
{
    private const double Left = 56;
    private const double Right = 16;
    private const double Top = 16;
    private const double Bottom = 40;
    private const int MostPoints = 1200;

    private readonly IReadOnlyList<LossRow> _rows;
    private readonly Scale _x;
    private readonly Scale _y;

    /// <summary>Lays the figure out.</summary>
    /// <param name="rows">Losses by step, at least one.</param>
    public LossFigure(IReadOnlyList<LossRow> rows)
    {
        _rows = rows;
        var (least, most) = Range(rows);
        var all = Range(rows, without: 0);
        CutOff = all.Most > most + (0.5 * (most - least));
        (least, most) = CutOff ? (all.Least, most) : all;
        var margin = most > least ? (most - least) * 0.06 : 0.1;
        _x = new(rows[0].Step == rows[^1].Step ? rows[0].Step - 1 : rows[0].Step, rows[^1].Step, Left, FigureWidth - Right);
        _y = new(least - margin, most + margin, FigureHeight - Bottom, Top);
    }

    /// <summary>Width in the figure's units.</summary>
    public static double FigureWidth => 1080;

    /// <summary>Height in the figure's units.</summary>
    public static double FigureHeight => 330;

    /// <summary>Colour of the training line.</summary>
    public static Mark Training => Palette.Mark(0);

    /// <summary>Colour of the validation line.</summary>
    public static Mark Validation => Palette.Mark(1);

    /// <summary>The first steps were so much worse than the rest that the figure cuts them off at its top.</summary>
    public bool CutOff { get; }

    /// <summary>The step whose weights became the model; null where no validation chose it.</summary>
    public static LossRow? Kept(IEnumerable<LossRow> rows) => rows.FirstOrDefault(r => r.Kept && r.ValidationMutualInformation is { } v && double.IsFinite(v));

    /// <summary>Draws it.</summary>
    public void Draw(ICanvas canvas)
    {
        DrawAxes(canvas);
        DrawTraining(canvas);
        var validated = _rows
            .Where(r => r.ValidationMutualInformation is { } v && double.IsFinite(v))
            .Select(r => Place(r.Step, r.ValidationMutualInformation!.Value))
            .ToArray();
        if (validated.Length > 0)
        {
            var thinned = Thinned(validated);
            canvas.Line(thinned, Validation, 2);
            if (thinned.Count <= 120)
            {
                canvas.Dots(thinned, Validation, false, 3, 1, 1, "");
            }
        }

        if (Kept(_rows) is { } kept)
        {
            DrawKept(canvas, kept);
        }
    }

    private void DrawAxes(ICanvas canvas)
    {
        var text = new TextStyle(11.5, Paint.Muted, Anchor.Middle);
        foreach (var tick in _y.Ticks(5))
        {
            canvas.Line([new(_x.Start, _y.At(tick)), new(_x.End, _y.At(tick))], Paint.Grid, 1);
            canvas.Text(new(_x.Start - 8, _y.At(tick) + 4), _y.Label(tick, 5), text with { Anchor = Anchor.End });
        }

        foreach (var tick in _x.Ticks(8).Where(t => t == Math.Floor(t)))
        {
            canvas.Text(new(_x.At(tick), _y.Start + 18), _x.Label(tick, 8), text);
        }

        canvas.Text(new((_x.Start + _x.End) / 2, _y.Start + 35), "Training step", text with { Size = 12 });
        canvas.Text(new(13, (_y.Start + _y.End) / 2), "Loss L_MI", text with { Size = 12, Upward = true });
    }

    private void DrawTraining(ICanvas canvas)
    {
        var steps = _rows.Where(r => double.IsFinite(r.MutualInformation)).ToArray();
        if (steps.Length == 0)
        {
            return;
        }

        canvas.Line(Thinned([.. steps.Select(r => Place(r.Step, r.MutualInformation))]), Training, 1, opacity: steps.Length > 30 ? 0.3 : 1);
        if (steps.Length > 30)
        {
            canvas.Line(Thinned(MovingMean(steps, Math.Max(3, steps.Length / 60))), Training, 2);
        }
    }

    private void DrawKept(ICanvas canvas, LossRow kept)
    {
        var at = Place(kept.Step, kept.ValidationMutualInformation!.Value);
        canvas.Line([new(at.X, _y.Start), new(at.X, _y.End)], Paint.Text, 1, dashed: true);
        canvas.Dots([at], Paint.Text, false, 5, 1, -1, "");
        canvas.Dots([at], Validation, false, 3.2, 1, 1, "");
        var toTheLeft = at.X > (_x.Start + _x.End) / 2;
        canvas.Text(
            new(at.X + (toTheLeft ? -9 : 9), _y.End + 12),
            string.Create(CultureInfo.InvariantCulture, $"kept: step {kept.Step:N0}, validation {kept.ValidationMutualInformation:0.000}").Replace('-', '−'),
            new(12.5, Paint.Text, toTheLeft ? Anchor.End : Anchor.Start, Bold: true, Halo: true));
    }

    private static (double Least, double Most) Range(IReadOnlyList<LossRow> rows, double without = 0.1)
    {
        var values = rows.Skip((int)(without * rows.Count))
            .SelectMany(r => new[] { r.MutualInformation, r.ValidationMutualInformation ?? double.NaN })
            .Where(double.IsFinite)
            .DefaultIfEmpty(0)
            .ToArray();
        return (values.Min(), values.Max());
    }

    private Point Place(double step, double loss) => new(_x.At(step), Math.Max(_y.End, _y.At(loss)));

    private List<Point> MovingMean(LossRow[] steps, int half)
    {
        var sums = new double[steps.Length + 1];
        for (var i = 0; i < steps.Length; i++)
        {
            sums[i + 1] = sums[i] + steps[i].MutualInformation;
        }

        var points = new List<Point>(steps.Length);
        for (var i = 0; i < steps.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - half), Math.Min(steps.Length, i + half + 1));
            points.Add(Place(steps[i].Step, (sums[to] - sums[from]) / (to - from)));
        }

        return points;
    }

    // A long training has more steps than the figure has pixels: of each stretch the lowest and the highest point stay.
    private static IReadOnlyList<Point> Thinned(IReadOnlyList<Point> points) => points.Count <= MostPoints
        ? points
        : [.. points.Chunk((int)Math.Ceiling(2.0 * points.Count / MostPoints))
            .SelectMany(stretch => new[] { stretch.MinBy(p => p.Y), stretch.MaxBy(p => p.Y) }.OrderBy(p => p.X).Distinct())];
}
