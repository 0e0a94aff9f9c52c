using SkiaSharp;

namespace Morph.Reporting.Pictures;

/// <summary>
/// The colour each channel is shown in: the customary one where its name tells the stain, else one of those not yet taken.
/// A single channel is shown in grey.
/// </summary>
internal static class ChannelColours
{
    private static readonly SKColor Blue = new(0xff3f6bff);
    private static readonly SKColor Red = new(0xffff3b30);
    private static readonly SKColor Green = new(0xff34d058);
    private static readonly SKColor[] Others =
        [Green, Red, Blue, new(0xffffc400), new(0xffff4fd8), new(0xff2fe0e0), new(0xffff8a1f), new(0xffb98cff), SKColors.White];

    private static readonly string[] Nuclei = ["dna", "dapi", "hoechst", "draq", "nucle"];

    private static readonly (string Stain, SKColor Colour)[] Customary =
    [
        .. Nuclei.Select(stain => (stain, Blue)),
        ("actin", Red), ("phalloidin", Red), ("agp", Red),
        ("ph3", Green), ("tubulin", Green), ("gfp", Green), ("fitc", Green),
        ("mito", new(0xffff4fd8)), ("rna", new(0xffffc400)), ("er", new(0xff2fe0e0)),
    ];

    /// <summary>One colour per channel, in the order of the names.</summary>
    public static IReadOnlyList<SKColor> For(IReadOnlyList<string> channels)
    {
        if (channels.Count == 1)
        {
            return [SKColors.White];
        }

        var colours = new SKColor?[channels.Count];
        for (var i = 0; i < channels.Count; i++)
        {
            var customary = Customary.FirstOrDefault(c => IsStain(channels[i], c.Stain)).Colour;
            colours[i] = customary == SKColor.Empty || colours.Contains(customary) ? null : customary;
        }

        for (var i = 0; i < channels.Count; i++)
        {
            colours[i] ??= Others.Where(o => !colours.Contains(o)).DefaultIfEmpty(Others[i % Others.Length]).First();
        }

        return [.. colours.Select(c => c!.Value)];
    }

    /// <summary>The channel that shows nuclei, by its name; the first one where no name tells.</summary>
    public static int Nuclear(IReadOnlyList<string> channels) =>
        Math.Max(0, channels.ToList().FindIndex(c => Nuclei.Any(stain => IsStain(c, stain))));

    // Two letters ("ER") must be the whole name, or "cherry" would be one.
    private static bool IsStain(string channel, string stain) => stain.Length > 2
        ? channel.Contains(stain, StringComparison.OrdinalIgnoreCase)
        : channel.Equals(stain, StringComparison.OrdinalIgnoreCase);
}
