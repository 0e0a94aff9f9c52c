namespace Morph.Reporting.Drawing;

/// <summary>One group of points of a map.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Mark">Colour and shape.</param>
/// <param name="Points">Its points, in the map's coordinates.</param>
internal sealed record ScatterGroup(int Index, string Name, Mark Mark, IReadOnlyList<Point> Points);

/// <summary>The stretch of the map that all panels share, so that they can be compared by eye.</summary>
/// <param name="Left">Smallest first coordinate.</param>
/// <param name="Right">Largest first coordinate.</param>
/// <param name="Bottom">Smallest second coordinate.</param>
/// <param name="Top">Largest second coordinate.</param>
internal readonly record struct MapBounds(double Left, double Right, double Bottom, double Top)
{
    /// <summary>Bounds of points with a margin of one twentieth; a single point gets a unit around it.</summary>
    public static MapBounds Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var (left, right) = Range(first);
        var (bottom, top) = Range(second);
        return new(left, right, bottom, top);
    }

    private static (double Least, double Most) Range(ReadOnlySpan<float> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
        }

        if (most < least)
        {
            return (-1, 1);
        }

        var margin = most > least ? (most - least) / 20 : 0.5;
        return (least - margin, most + margin);
    }
}

/// <summary>A map of windows: axes of equal scale, points by group, names at the middle of their groups.</summary>
internal sealed class ScatterFigure
{
    private const double Width = 540;
    private const double LeftMargin = 42;
    private const double RightMargin = 10;
    private const double TopMargin = 10;
    private const double BottomMargin = 40;
    private const double LabelSize = 13;
    private const int MostLabels = 40;
    private const int LongestLabel = 22;

    private readonly Scale _x;
    private readonly Scale _y;
    private readonly double _radius;
    private readonly IReadOnlyList<ScatterGroup> _groups;
    private readonly IReadOnlyList<Point> _backdrop;
    private readonly bool _small;

    /// <summary>Lays the figure out.</summary>
    /// <param name="bounds">What part of the map is shown.</param>
    /// <param name="groups">Groups to be coloured.</param>
    /// <param name="backdrop">Points shown in grey behind them.</param>
    /// <param name="total">Points of the whole map: more points are drawn smaller.</param>
    /// <param name="small">Whether it will be shown small: without names and numbers, with larger points.</param>
    public ScatterFigure(MapBounds bounds, IReadOnlyList<ScatterGroup> groups, IReadOnlyList<Point> backdrop, int total, bool small = false)
    {
        var left = small ? RightMargin : LeftMargin;
        var bottom = small ? TopMargin : BottomMargin;
        var (width, inner) = (bounds.Right - bounds.Left, Width - left - RightMargin);
        var innerHeight = inner * Math.Clamp((bounds.Top - bounds.Bottom) / width, 0.62, 1.1);
        Height = TopMargin + innerHeight + bottom;

        // Equal scale: the axis with room to spare shows more of the empty map around the points.
        var unit = Math.Min(inner / width, innerHeight / (bounds.Top - bounds.Bottom));
        var (middleX, middleY) = ((bounds.Left + bounds.Right) / 2, (bounds.Bottom + bounds.Top) / 2);
        _x = new(middleX - (inner / unit / 2), middleX + (inner / unit / 2), left, left + inner);
        _y = new(middleY - (innerHeight / unit / 2), middleY + (innerHeight / unit / 2), TopMargin + innerHeight, TopMargin);
        _radius = (small ? 1.6 : 1) * Math.Clamp(6.4 - (1.1 * Math.Log10(Math.Max(10, total))), 1.1, 4.2);
        (_groups, _backdrop, _small) = (groups, backdrop, small);
    }

    /// <summary>Height of the figure in its own units.</summary>
    public double Height { get; }

    /// <summary>Width of the figure in its own units.</summary>
    public static double FigureWidth => Width;

    /// <summary>Draws it.</summary>
    public void Draw(ICanvas canvas)
    {
        DrawGrid(canvas);
        if (!_small)
        {
            DrawNumbers(canvas);
        }

        canvas.Dots(Places(_backdrop), Paint.Backdrop, false, _radius, 1, -1, "");
        foreach (var group in _groups.OrderByDescending(g => g.Points.Count).ThenBy(g => g.Index))
        {
            canvas.Dots(Places(group.Points), group.Mark, group.Mark.Square, _radius, 0.82, group.Index, group.Name);
        }

        if (!_small && _groups.Count <= MostLabels)
        {
            DrawLabels(canvas);
        }
    }

    private Point[] Places(IReadOnlyList<Point> points) =>
        [.. points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).Select(p => new Point(_x.At(p.X), _y.At(p.Y)))];

    private void DrawGrid(ICanvas canvas)
    {
        foreach (var value in _x.Ticks(6))
        {
            canvas.Line([new(_x.At(value), _y.Start), new(_x.At(value), _y.End)], Paint.Grid, 1);
        }

        foreach (var value in _y.Ticks(6))
        {
            canvas.Line([new(_x.Start, _y.At(value)), new(_x.End, _y.At(value))], Paint.Grid, 1);
        }
    }

    private void DrawNumbers(ICanvas canvas)
    {
        var tick = new TextStyle(11, Paint.Muted, Anchor.Middle);
        foreach (var value in _x.Ticks(6))
        {
            canvas.Text(new(_x.At(value), _y.Start + 16), _x.Label(value, 6), tick);
        }

        foreach (var value in _y.Ticks(6))
        {
            canvas.Text(new(_x.Start - 7, _y.At(value) + 4), _y.Label(value, 6), tick with { Anchor = Anchor.End });
        }

        canvas.Text(new((_x.Start + _x.End) / 2, _y.Start + 34), "UMAP 1", tick with { Size = 12 });
        canvas.Text(new(11, (_y.Start + _y.End) / 2), "UMAP 2", tick with { Size = 12, Upward = true });
    }

    private void DrawLabels(ICanvas canvas)
    {
        // A handful of strays does not need a name on the map; the legend has it.
        var largest = _groups.Select(g => g.Points.Count).DefaultIfEmpty(0).Max();
        var labels = _groups
            .Where(g => g.Points.Count * 10 >= largest)
            .OrderByDescending(g => g.Points.Count)
            .ThenBy(g => g.Index)
            .Select(g => new Label(Lettering.Shorten(g.Name, LongestLabel), Middle(g), g.Mark));
        var placed = LabelPlacement.Place(labels, LabelSize, _x.Start, _y.End, _x.End, _y.Start);
        foreach (var label in placed.Where(l => l.Moved))
        {
            canvas.Line([label.Label.Anchor, label.Centre], Paint.Muted, 1, opacity: 0.7);
        }

        foreach (var label in placed)
        {
            canvas.Text(label.Centre with { Y = label.Centre.Y + (LabelSize * 0.36) }, label.Label.Text, new(LabelSize, Paint.Text, Anchor.Middle, Bold: true, Halo: true));
        }
    }

    private Point Middle(ScatterGroup group)
    {
        var places = Places(group.Points);
        return places.Length == 0 ? new(_x.Start, _y.Start) : new(Median(places.Select(p => p.X)), Median(places.Select(p => p.Y)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
