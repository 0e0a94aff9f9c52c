using Morph.Domain.Pixels;
using Morph.Domain.Windows;

namespace Morph.Imaging.Features;

/// <summary>
/// Features that one would measure by hand, after CellProfiler's (Carpenter et al. 2006): per channel intensity of the foreground, gradients, bands of
/// scales and co-occurrence textures; channel correlations; number, size, shape and brightness of nuclei; the share of foreground. What a learned
/// representation has to beat.
/// </summary>
public static class WindowFeatures
{
    /// <summary>Name of the feature "cells in the window", by nuclei in the first channel.</summary>
    public const string Count = "nuclei_count";

    /// <summary>How the name of a channel's mean signal over the whole window ends.</summary>
    public const string Intensity = "intensity";

    /// <summary>All features in order.</summary>
    /// <param name="channels">Channel names; the first shows nuclei.</param>
    public static IReadOnlyList<WindowFeature> All(IReadOnlyList<string> channels) =>
    [
        .. channels.SelectMany(ChannelFeatures.All),
        .. Pairs(channels.Count).Select(p => new WindowFeature($"correlation_{channels[p.First]}_{channels[p.Second]}", FeatureFamily.Relation)),
        .. channels.SelectMany(c => new[] { $"{c}_outside_nuclei", $"{c}_nuclei_ratio" }).Select(n => new WindowFeature(n, FeatureFamily.Relation)),
        .. NucleusFeatures.All(channels),
        new("foreground", FeatureFamily.Number),
    ];

    /// <summary>The features of windows of a field.</summary>
    /// <param name="image">The field's raw pixels.</param>
    /// <param name="mask">Its foreground.</param>
    /// <param name="windows">n windows, all inside the field.</param>
    /// <param name="side">Their side in pixels.</param>
    /// <returns>One row for each window, in the order of <see cref="All"/>; what cannot be measured (the area of nuclei where there are none) is not a number.</returns>
    /// <exception cref="ArgumentException">The mask has another size than the image.</exception>
    public static float[][] Of(FieldImage image, FieldMask mask, IReadOnlyList<WindowPosition> windows, int side)
    {
        if (image.Height != mask.Height || image.Width != mask.Width)
        {
            throw new ArgumentException($"The mask of {mask.Height} x {mask.Width} pixels is not that of an image of {image.Height} x {image.Width}.", nameof(mask));
        }

        ChannelMaps[] maps = [.. Enumerable.Range(0, image.Channels).Select(c => ChannelMaps.Of(image, c, mask))];
        var nuclei = new FieldNuclei([.. maps.Select(m => m.Signal)], image.Height, image.Width);
        var textures = new ChannelFeatures();
        return [.. windows.Select(window => (float[])
        [
            .. maps.SelectMany(m => textures.Of(m, mask.Foreground, image.Width, window.Y, window.X, side))
                .Concat(Relations(maps, mask, nuclei, window, side))
                .Concat(NucleusFeatures.Of([.. nuclei.In(window.Y, window.X, side)], image.Channels, side))
                .Append(Foreground(mask, window, side))
                .Select(v => (float)v),
        ])];
    }

    private static IEnumerable<(int First, int Second)> Pairs(int channels) =>
        Enumerable.Range(0, channels).SelectMany(a => Enumerable.Range(a + 1, channels - a - 1).Select(b => (a, b)));

    /// <summary>Correlations of the channels in the foreground; each channel's mean there outside nuclei, and the share of that inside them.</summary>
    private static IEnumerable<double> Relations(ChannelMaps[] maps, FieldMask mask, FieldNuclei nuclei, WindowPosition window, int side)
    {
        int[] pixels = [.. Inside(mask, window, side).Where(i => mask.Foreground[i])];
        foreach (var (first, second) in Pairs(maps.Length))
        {
            yield return Correlation(maps[first].Signal, maps[second].Signal, pixels);
        }

        foreach (var map in maps)
        {
            var (inside, outside) = (Mean(map.Signal, pixels.Where(nuclei.Has)), Mean(map.Signal, pixels.Where(i => !nuclei.Has(i))));
            yield return outside;
            yield return inside / (Math.Abs(inside) + Math.Abs(outside));
        }
    }

    private static double Mean(float[] signal, IEnumerable<int> pixels)
    {
        double count = 0, sum = 0;
        foreach (var i in pixels)
        {
            (count, sum) = (count + 1, sum + signal[i]);
        }

        return sum / count;
    }

    private static double Correlation(float[] first, float[] second, int[] pixels)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        foreach (var i in pixels)
        {
            double u = first[i], v = second[i];
            (a, b, aa, bb, ab) = (a + u, b + v, aa + (u * u), bb + (v * v), ab + (u * v));
        }

        var n = pixels.Length;
        var variances = ((n * aa) - (a * a)) * ((n * bb) - (b * b));
        return variances > 0 ? ((n * ab) - (a * b)) / Math.Sqrt(variances) : 0;
    }

    private static double Foreground(FieldMask mask, WindowPosition window, int side) =>
        Inside(mask, window, side).Count(i => mask.Foreground[i]) / ((double)side * side);

    private static IEnumerable<int> Inside(FieldMask mask, WindowPosition window, int side) =>
        Enumerable.Range(window.Y, side).SelectMany(y => Enumerable.Range((y * mask.Width) + window.X, side));
}
