using System.Globalization;
using Morph.Artifacts.Tables;

namespace Morph.Reporting.Drawing;

/// <summary>The information criterion by number of clusters: the lowest point, and the number that this run has.</summary>
internal sealed class BicFigure
{
    private const double Left = 72;
    private const double Right = 16;
    private const double Top = 24;
    private const double Bottom = 40;

    private readonly IReadOnlyList<BicRow> _rows;
    private readonly Scale _x;
    private readonly Scale _y;

    /// <summary>Lays the figure out.</summary>
    /// <param name="rows">The criterion by ascending number of clusters; at least one.</param>
    public BicFigure(IReadOnlyList<BicRow> rows)
    {
        _rows = rows;
        var (least, most) = (rows.Min(r => r.Bic), rows.Max(r => r.Bic));
        var margin = most > least ? (most - least) * 0.06 : 1;
        _x = new(rows[0].Components - 0.5, rows[^1].Components + 0.5, Left, FigureWidth - Right);
        _y = new(least - (3 * margin), most + margin, FigureHeight - Bottom, Top);
    }

    /// <summary>Width in the figure's units.</summary>
    public static double FigureWidth => 1080;

    /// <summary>Height in the figure's units.</summary>
    public static double FigureHeight => 300;

    /// <summary>Colour of the curve.</summary>
    public static Mark Curve => Palette.Mark(0);

    /// <summary>Colour of the number that the run has.</summary>
    public static Mark Chosen => Palette.Mark(1);

    /// <summary>Draws it.</summary>
    public void Draw(ICanvas canvas)
    {
        DrawAxes(canvas);
        Point[] points = [.. _rows.Select(Place)];
        for (var i = 1; i < points.Length; i++)
        {
            // Numbers in between that were not tried.
            canvas.Line(points[(i - 1)..(i + 1)], Curve, 2, dashed: _rows[i].Components > _rows[i - 1].Components + 1);
        }

        canvas.Dots(points, Curve, false, 3.5, 1, 0, "");
        var lowest = _rows.MinBy(r => r.Bic)!;
        var chosen = _rows.Single(r => r.Chosen);
        if (chosen != lowest)
        {
            Ring(canvas, lowest, Curve);
            canvas.Text(Place(lowest) with { Y = Place(lowest).Y + 24 }, $"lowest: {Text(lowest.Components)}", new(12.5, Paint.Text, Anchor.Middle, Bold: true, Halo: true));
        }

        var at = Place(chosen);
        var toTheLeft = at.X > (_x.Start + _x.End) / 2;
        canvas.Line([new(at.X, _y.Start), new(at.X, _y.End)], Paint.Text, 1, dashed: true);
        Ring(canvas, chosen, Chosen);
        canvas.Text(
            new(at.X + (toTheLeft ? -10 : 10), _y.End + 2),
            chosen == lowest ? $"this run, and the lowest: {Text(chosen.Components)}" : $"this run: {Text(chosen.Components)}",
            new(12.5, Paint.Text, toTheLeft ? Anchor.End : Anchor.Start, Bold: true, Halo: true));
    }

    private void DrawAxes(ICanvas canvas)
    {
        var text = new TextStyle(11.5, Paint.Muted, Anchor.Middle);
        foreach (var tick in _y.Ticks(5))
        {
            canvas.Line([new(_x.Start, _y.At(tick)), new(_x.End, _y.At(tick))], Paint.Grid, 1);
            canvas.Text(new(_x.Start - 8, _y.At(tick) + 4), _y.Label(tick, 5), text with { Anchor = Anchor.End });
        }

        foreach (var tick in _x.Ticks(20).Where(t => t == Math.Floor(t)))
        {
            canvas.Text(new(_x.At(tick), _y.Start + 18), _x.Label(tick, 20), text);
        }

        canvas.Text(new((_x.Start + _x.End) / 2, _y.Start + 35), "Number of clusters", text with { Size = 12 });
        canvas.Text(new(13, (_y.Start + _y.End) / 2), "BIC", text with { Size = 12, Upward = true });
    }

    private void Ring(ICanvas canvas, BicRow row, Mark mark)
    {
        canvas.Dots([Place(row)], Paint.Text, false, 6.5, 1, -1, "");
        canvas.Dots([Place(row)], mark, false, 4.5, 1, 1, "");
    }

    private Point Place(BicRow row) => new(_x.At(row.Components), _y.At(row.Bic));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
