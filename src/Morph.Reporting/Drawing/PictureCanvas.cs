using SkiaSharp;

namespace Morph.Reporting.Drawing;

/// <summary>Draws a PNG picture on white, at twice the figure's units.</summary>
internal sealed class PictureCanvas : ICanvas, IDisposable
{
    private const float Scale = 2;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;

    /// <summary>An empty picture.</summary>
    public PictureCanvas(double width, double height)
    {
        _bitmap = new((int)Math.Ceiling(width * Scale), (int)Math.Ceiling(height * Scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        _canvas = new(_bitmap);
        _canvas.Clear(Paint.Surface.Colour);
        _canvas.Scale(Scale);
    }

    /// <summary>Moves what is drawn from here on.</summary>
    public void MoveBy(double x, double y) => _canvas.Translate((float)x, (float)y);

    /// <summary>Writes the picture as PNG.</summary>
    public void Save(Stream output)
    {
        _canvas.Flush();
        Png.Save(_bitmap, output);
    }

    /// <inheritdoc/>
    public void Line(IReadOnlyList<Point> points, Paint paint, double width, bool dashed = false, double opacity = 1)
    {
        if (points.Count == 0)
        {
            return;
        }

        using var path = new SKPath();
        path.MoveTo(At(points[0]));
        foreach (var point in points.Skip(1))
        {
            path.LineTo(At(point));
        }

        using var stroke = Stroke(paint, width, opacity);
        using var dash = dashed ? SKPathEffect.CreateDash([4, 5], 0) : null;
        stroke.PathEffect = dash;
        _canvas.DrawPath(path, stroke);
    }

    /// <inheritdoc/>
    public void Dots(IReadOnlyList<Point> points, Paint paint, bool square, double radius, double opacity, int group, string title)
    {
        // One layer for the group, so that its points do not add up to a darker colour where they meet, as on the page.
        using var layer = new SKPaint { Color = SKColors.White.WithAlpha((byte)Math.Round(255 * opacity)) };
        _canvas.SaveLayer(layer);
        using var stroke = Stroke(paint, square ? 1.8 * radius : 2 * radius, 1);
        stroke.StrokeCap = square ? SKStrokeCap.Square : SKStrokeCap.Round;
        _canvas.DrawPoints(SKPointMode.Points, [.. points.Select(At)], stroke);
        _canvas.Restore();
    }

    /// <inheritdoc/>
    public void Text(Point at, string text, TextStyle style)
    {
        using var font = Lettering.Font(style.Size, style.Bold);
        var align = style.Anchor switch { Anchor.Start => SKTextAlign.Left, Anchor.Middle => SKTextAlign.Center, _ => SKTextAlign.Right };
        _canvas.Save();
        _canvas.Translate(At(at));
        if (style.Upward)
        {
            _canvas.RotateDegrees(-90);
        }

        if (style.Halo)
        {
            using var halo = Stroke(Paint.Surface, 4, 0.9);
            _canvas.DrawText(text, 0, 0, align, font, halo);
        }

        using var fill = new SKPaint { Color = style.Paint.Colour, IsAntialias = true };
        _canvas.DrawText(text, 0, 0, align, font, fill);
        _canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    private static SKPoint At(Point point) => new((float)point.X, (float)point.Y);

    private static SKPaint Stroke(Paint paint, double width, double opacity) => new()
    {
        Color = paint.Colour.WithAlpha((byte)Math.Round(255 * opacity)),
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = (float)width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
    };
}
