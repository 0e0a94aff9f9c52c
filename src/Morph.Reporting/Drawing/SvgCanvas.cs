using System.Globalization;
using System.Text;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Drawing;

/// <summary>
/// Draws for the page. Points of a group are one path of lines without length, whose round or square ends are the points: ten bytes a point,
/// and the page can fade a whole group.
/// </summary>
internal sealed class SvgCanvas(double width, double height, string label) : ICanvas
{
    private readonly StringBuilder _body = new();

    /// <summary>The drawing as an element of the page.</summary>
    public Html ToHtml() => Html.Of(
        $"<svg viewBox=\"0 0 {Number(width)} {Number(height)}\" role=\"img\" aria-label=\"{label}\">{Html.Trusted(_body.ToString())}</svg>");

    /// <inheritdoc/>
    public void Line(IReadOnlyList<Point> points, Paint paint, double width, bool dashed = false, double opacity = 1)
    {
        Add($"<path fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\" style=\"stroke:{Colour(paint)}\" stroke-width=\"{Number(width)}\"");
        if (dashed)
        {
            Add($" stroke-dasharray=\"4 5\"");
        }

        AddOpacity(opacity);
        Add($" d=\"M");
        foreach (var point in points)
        {
            Add($"{Number(point.X)} {Number(point.Y)} ");
        }

        Add($"\"/>");
    }

    /// <inheritdoc/>
    public void Dots(IReadOnlyList<Point> points, Paint paint, bool square, double radius, double opacity, int group, string title)
    {
        if (points.Count == 0)
        {
            return;
        }

        Add($"<path fill=\"none\" class=\"g g{group}\" stroke-linecap=\"{(square ? "square" : "round")}\" style=\"stroke:{Colour(paint)}\"");
        Add($" stroke-width=\"{Number(square ? 1.8 * radius : 2 * radius)}\"");
        AddOpacity(opacity);
        Add($" d=\"");
        foreach (var point in points)
        {
            Add($"M{Number(point.X)} {Number(point.Y)}h0");
        }

        Add(title.Length == 0 ? Html.Of($"\"/>") : Html.Of($"\"><title>{title}</title></path>"));
    }

    /// <summary>A filled rectangle between two opposite corners.</summary>
    public void Bar(Point from, Point to, Paint paint, double opacity = 1)
    {
        Add($"<rect x=\"{Number(Math.Min(from.X, to.X))}\" y=\"{Number(Math.Min(from.Y, to.Y))}\" width=\"{Number(Math.Abs(to.X - from.X))}\" height=\"{Number(Math.Abs(to.Y - from.Y))}\" rx=\"2\"");
        Add($" style=\"fill:{Colour(paint)}\"");
        AddOpacity(opacity);
        Add($"/>");
    }

    /// <inheritdoc/>
    public void Text(Point at, string text, TextStyle style)
    {
        Add($"<text x=\"{Number(at.X)}\" y=\"{Number(at.Y)}\" font-size=\"{Number(style.Size)}\" style=\"fill:{Colour(style.Paint)}\"");
        if (style.Anchor != Anchor.Start)
        {
            Add($" text-anchor=\"{(style.Anchor == Anchor.Middle ? "middle" : "end")}\"");
        }

        if (style.Bold)
        {
            Add($" font-weight=\"600\"");
        }

        if (style.Halo)
        {
            Add($" class=\"halo\"");
        }

        if (style.Upward)
        {
            Add($" transform=\"rotate(-90 {Number(at.X)} {Number(at.Y)})\"");
        }

        Add($">{text}</text>");
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Colour(Paint paint) => paint.Role.Length > 0 ? $"var(--{paint.Role})" : new Mark(paint.Colour, false).Hex;

    private void AddOpacity(double opacity)
    {
        if (opacity < 1)
        {
            Add($" opacity=\"{opacity.ToString("0.##", CultureInfo.InvariantCulture)}\"");
        }
    }

    private void Add(HtmlHandler part) => _body.Append(part.ToText());

    private void Add(Html part) => _body.Append(part.Text);
}
