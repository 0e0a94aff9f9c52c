using SkiaSharp;

namespace Morph.Reporting.Drawing;

/// <summary>The program's own typeface, so that text has the same width and the same pixels on every machine.</summary>
internal static class Lettering
{
    private static readonly Lazy<SKTypeface> Regular = new(() => Load("Inter-Regular.otf"));
    private static readonly Lazy<SKTypeface> SemiBold = new(() => Load("Inter-SemiBold.otf"));

    /// <summary>A font of the typeface; dispose it.</summary>
    public static SKFont Font(double size, bool bold) => new(bold ? SemiBold.Value : Regular.Value, (float)size)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        Subpixel = true,
        LinearMetrics = true,
    };

    /// <summary>Width of a text.</summary>
    public static double Width(string text, double size, bool bold)
    {
        using var font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>A text cut to a number of letters, with an ellipsis for what is missing.</summary>
    public static string Shorten(string text, int letters)
    {
        var elements = new System.Globalization.StringInfo(text);
        return elements.LengthInTextElements <= letters ? text : elements.SubstringByTextElements(0, letters - 1).TrimEnd() + "…";
    }

    private static SKTypeface Load(string name)
    {
        using var data = SKData.CreateCopy(EmbeddedFile.Bytes(name));
        return SKTypeface.FromData(data);
    }
}
