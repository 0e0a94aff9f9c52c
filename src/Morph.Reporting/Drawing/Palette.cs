using SkiaSharp;

namespace Morph.Reporting.Drawing;

/// <summary>
/// Twenty colours that stay apart for normal, protan and deutan eyes and are legible on white and on near-black: the first six are those of
/// Okabe and Ito (2008), the rest were added one by one, each as far as possible from all before it in OKLab (Ottosson 2020) under the
/// three kinds of sight (Machado et al. 2009, severity 1). The tests hold the smallest distance.
/// </summary>
internal static class Palette
{
    private static readonly SKColor[] Colours =
    [
        new(0xff0072b2), new(0xffd55e00), new(0xff009e73), new(0xffcc79a7), new(0xffe69f00), new(0xff56b4e9), new(0xff9c3054),
        new(0xff6000fc), new(0xff7878fc), new(0xfffc9c90), new(0xff844800), new(0xffc00090), new(0xfffc546c), new(0xff3c48c0),
        new(0xff549cfc), new(0xffa85448), new(0xff24ccc0), new(0xff306078), new(0xff5460e4), new(0xff5484cc),
    ];

    /// <summary>How many colours there are.</summary>
    public static int Count => Colours.Length;

    /// <summary>How a group is drawn: colours come again after twenty groups, with the other shape.</summary>
    public static Mark Mark(int group) => new(Colours[group % Colours.Length], group / Colours.Length % 2 == 1);
}

/// <summary>Colour and shape of the points of a group.</summary>
/// <param name="Colour">Colour.</param>
/// <param name="Square">Squares instead of circles.</param>
internal readonly record struct Mark(SKColor Colour, bool Square)
{
    /// <summary>"#0072b2".</summary>
    public string Hex => $"#{Colour.Red:x2}{Colour.Green:x2}{Colour.Blue:x2}";
}
