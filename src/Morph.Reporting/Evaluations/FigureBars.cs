using Morph.Artifacts.Evaluations;
using Morph.Reporting.Drawing;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Evaluations;

/// <summary>One figure of all representations: a bar each, with its interval.</summary>
/// <param name="kind">The figure.</param>
/// <param name="rows">Its rows in the order of the bars, at least one with a value.</param>
/// <param name="titles">Titles of the representations by name.</param>
internal sealed class FigureBars(FigureKind kind, IReadOnlyList<FigureRow> rows, IReadOnlyDictionary<string, string> titles)
{
    private const double Width = 560;
    private const double Left = 118;
    private const double Right = 60;
    private const double Pitch = 27;
    private const double Thickness = 15;
    private const double Axis = 24;
    private const int Ticks = 5;

    private readonly Scale _x = new(Least(rows), kind.ReachesOne ? 1 : Most(rows), Left, Width - Right);

    private double Height => (rows.Count * Pitch) + Axis;

    /// <summary>Draws it.</summary>
    public Html Draw()
    {
        var canvas = new SvgCanvas(Width, Height, $"{kind.Title}, {kind.Level}");
        foreach (var tick in _x.Ticks(Ticks))
        {
            canvas.Line([new(_x.At(tick), 0), new(_x.At(tick), Height - Axis)], Paint.Grid, 1);
            canvas.Text(new(_x.At(tick), Height - 6), _x.Label(tick, Ticks), new(11.5, Paint.Muted, Anchor.Middle));
        }

        for (var i = 0; i < rows.Count; i++)
        {
            DrawRow(canvas, rows[i], (i + 0.5) * Pitch);
        }

        return canvas.ToHtml();
    }

    private void DrawRow(SvgCanvas canvas, FigureRow row, double middle)
    {
        var isOwn = row.Representation == RepresentationNames.Morph;
        canvas.Text(new(Left - 10, middle + 4), titles[row.Representation], new(12.5, isOwn ? Paint.Text : Paint.Muted, Anchor.End, Bold: isOwn));
        if (row.Value is not { } value)
        {
            canvas.Text(new(_x.At(0) + 6, middle + 4), "–", new(12.5, Paint.Muted));
            return;
        }

        canvas.Bar(new(_x.At(0), middle - (Thickness / 2)), new(_x.At(value), middle + (Thickness / 2)), PaintOf(row.Representation), isOwn ? 1 : 0.75);
        if (row is { Low: { } low, High: { } high } && high > low)
        {
            Point[] interval = [new(_x.At(Math.Max(_x.From, low)), middle), new(_x.At(Math.Min(_x.To, high)), middle)];
            canvas.Line(interval, Paint.Surface, 3.6, opacity: 0.8);
            canvas.Line(interval, Paint.Text, 1.4);
        }

        canvas.Text(new(Width - Right + 12, middle + 4), Count.Figure(value), new(12.5, isOwn ? Paint.Text : Paint.Muted, Bold: isOwn));
    }

    private static Paint PaintOf(string representation) => representation switch
    {
        RepresentationNames.Morph => Palette.Mark(0),
        RepresentationNames.Standardised or RepresentationNames.Whitened => Palette.Mark(5),
        RepresentationNames.Shuffled => Paint.Backdrop,
        _ => Palette.Mark(4),
    };

    private static double Least(IReadOnlyList<FigureRow> rows) => Math.Floor(10 * Math.Min(0, rows.Min(r => r.Low ?? r.Value ?? 0))) / 10;

    private static double Most(IReadOnlyList<FigureRow> rows) => Math.Ceiling(10 * Math.Max(0.1, rows.Max(r => r.High ?? r.Value ?? 0))) / 10;
}
