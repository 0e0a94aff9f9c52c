using Morph.Domain.Pixels;

namespace Morph.Reporting.Pictures;

/// <summary>The pixel values shown as black and as full colour.</summary>
/// <param name="Black">Values up to this are black.</param>
/// <param name="Full">Values from this on have the full colour; above <paramref name="Black"/>.</param>
internal readonly record struct ChannelLimits(int Black, int Full)
{
    /// <summary>A value as 0 (black) to 1 (full).</summary>
    public float Of(float value) => Math.Clamp((value - Black) / (Full - Black), 0, 1);
}

/// <summary>
/// Gathers the pixels of many fields to find one pair of limits per channel for all of them: a dimmer stain then looks dimmer.
/// Percentiles leave out dust and dead pixels.
/// </summary>
internal sealed class ContrastLimits(int channels)
{
    private const double DarkShare = 0.02;
    private const double BrightShare = 0.998;

    private readonly long[][] _histograms = [.. Enumerable.Range(0, channels).Select(_ => new long[ushort.MaxValue + 1])];

    /// <summary>Adds the pixels of a field.</summary>
    public void Add(FieldImage image)
    {
        for (var c = 0; c < channels; c++)
        {
            foreach (var pixel in image.Plane(c))
            {
                _histograms[c][pixel]++;
            }
        }
    }

    /// <summary>The limits of each channel.</summary>
    public IReadOnlyList<ChannelLimits> ToLimits() => [.. _histograms.Select(histogram =>
    {
        var black = Percentile(histogram, DarkShare);
        return new ChannelLimits(black, Math.Max(black + 1, Percentile(histogram, BrightShare)));
    })];

    private static int Percentile(long[] histogram, double share)
    {
        var below = (long)(histogram.Sum() * share);
        var value = 0;
        while (value < ushort.MaxValue && (below -= histogram[value]) >= 0)
        {
            value++;
        }

        return value;
    }
}
