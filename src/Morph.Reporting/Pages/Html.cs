using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Morph.Reporting.Pages;

/// <summary>A piece of a page. What is put into it is escaped unless it is a piece itself, so a name can never become markup.</summary>
/// <param name="Text">The markup.</param>
internal readonly record struct Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Markup with values: literal parts stay, values are escaped.</summary>
    public static Html Of(HtmlHandler markup) => new(markup.ToText());

    /// <summary>Markup that this program made.</summary>
    public static Html Trusted(string markup) => new(markup);

    /// <summary>Pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(p => p.Text)));

    /// <summary>A text with the five signs of markup escaped.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}

/// <summary>What the compiler makes of <c>$"...{value}..."</c> where markup is asked for.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler
{
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public HtmlHandler(int literalLength, int formattedCount) => _text = new(literalLength + (16 * formattedCount));

    /// <summary>A literal part: markup.</summary>
    public void AppendLiteral(string markup) => _text.Append(markup);

    /// <summary>A value: escaped.</summary>
    public void AppendFormatted(string? value) => _text.Append(Html.Escape(value ?? ""));

    /// <summary>A number, in invariant form.</summary>
    public void AppendFormatted(int value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number, in invariant form.</summary>
    public void AppendFormatted(double value, string format) => _text.Append(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>A piece of a page.</summary>
    public void AppendFormatted(Html piece) => _text.Append(piece.Text);

    /// <summary>Pieces of a page.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
        {
            _text.Append(piece.Text);
        }
    }

    /// <summary>The markup.</summary>
    public string ToText() => _text.ToString();
}
