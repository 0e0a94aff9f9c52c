using SkiaSharp;

namespace Morph.Reporting.Drawing;

/// <summary>A place in a figure, in its own units from the top-left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
internal readonly record struct Point(double X, double Y);

/// <summary>
/// What a colour is for. The page gives each role its colour by light or dark; pictures take the light ones. A colour of its own has no role.
/// </summary>
/// <param name="Role">Name of the style variable; empty for a colour of its own.</param>
/// <param name="Colour">The colour in pictures.</param>
internal readonly record struct Paint(string Role, SKColor Colour)
{
    /// <summary>Text to be read.</summary>
    public static Paint Text { get; } = new("ink", new(0xff1c1f26));

    /// <summary>Text that helps.</summary>
    public static Paint Muted { get; } = new("muted", new(0xff667085));

    /// <summary>Grid lines and frames.</summary>
    public static Paint Grid { get; } = new("grid", new(0xffe7e9ee));

    /// <summary>Points behind the points.</summary>
    public static Paint Backdrop { get; } = new("backdrop", new(0xffdde0e7));

    /// <summary>The ground.</summary>
    public static Paint Surface { get; } = new("surface", new(0xffffffff));

    /// <summary>The colour of a mark.</summary>
    public static implicit operator Paint(Mark mark) => new("", mark.Colour);
}

/// <summary>Where a text stands in relation to its point.</summary>
internal enum Anchor
{
    /// <summary>Begins there.</summary>
    Start,

    /// <summary>Is centred there.</summary>
    Middle,

    /// <summary>Ends there.</summary>
    End,
}

/// <summary>How a text looks.</summary>
/// <param name="Size">Height of the letters' em square.</param>
/// <param name="Paint">Colour.</param>
/// <param name="Anchor">Where it stands.</param>
/// <param name="Bold">Semi-bold.</param>
/// <param name="Halo">With a rim of the ground's colour, to be legible over points.</param>
/// <param name="Upward">Turned a quarter to the left.</param>
internal readonly record struct TextStyle(
    double Size, Paint Paint, Anchor Anchor = Anchor.Start, bool Bold = false, bool Halo = false, bool Upward = false);

/// <summary>A figure is drawn once, on either of two canvases: the page's and a picture's.</summary>
internal interface ICanvas
{
    /// <summary>A line through points.</summary>
    void Line(IReadOnlyList<Point> points, Paint paint, double width, bool dashed = false, double opacity = 1);

    /// <summary>Points of one group.</summary>
    /// <param name="points">Their centres.</param>
    /// <param name="paint">Their colour.</param>
    /// <param name="square">Squares instead of circles.</param>
    /// <param name="radius">Half their width.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <param name="group">Number of the group, by which the page finds it.</param>
    /// <param name="title">What the page tells about it; empty for nothing.</param>
    void Dots(IReadOnlyList<Point> points, Paint paint, bool square, double radius, double opacity, int group, string title);

    /// <summary>A text on its base line.</summary>
    void Text(Point at, string text, TextStyle style);
}
