using Morph.Domain.Pixels;
using Morph.Domain.Windows;

namespace Morph.Imaging.Features;

/// <summary>What can be seen of a window without any learning: how bright, how full, how many nuclei.</summary>
/// <param name="Intensity">Mean pixel value of its foreground in each channel, as in the files; NaN where it has no foreground.</param>
/// <param name="ForegroundFraction">Share of its pixels that are foreground, 0 to 1.</param>
/// <param name="Nuclei">Nuclei whose centre lies in it.</param>
public sealed record WindowMeasurements(double[] Intensity, double ForegroundFraction, int Nuclei)
{
    /// <summary>Measures windows of one field.</summary>
    /// <param name="image">The field's pixels.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="windows">Windows, all inside the field.</param>
    /// <param name="side">Their side in pixels.</param>
    /// <param name="nuclearChannel">The channel that shows nuclei.</param>
    /// <returns>One entry per window.</returns>
    public static WindowMeasurements[] Of(FieldImage image, FieldMask mask, IReadOnlyList<WindowPosition> windows, int side, int nuclearChannel)
    {
        var nuclei = NucleusFinder.Centres(image.Plane(nuclearChannel), image.Height, image.Width);
        return [.. windows.Select(window => new WindowMeasurements(
            [.. Enumerable.Range(0, image.Channels).Select(c => MeanForeground(image.Plane(c), mask, window, side))],
            (double)Foreground(mask, window, side) / ((double)side * side),
            nuclei.Count(n => n.Y >= window.Y && n.Y < window.Y + side && n.X >= window.X && n.X < window.X + side)))];
    }

    private static int Foreground(FieldMask mask, WindowPosition window, int side)
    {
        var count = 0;
        for (var y = window.Y; y < window.Y + side; y++)
        {
            count += mask.Foreground.AsSpan((y * mask.Width) + window.X, side).Count(true);
        }

        return count;
    }

    private static double MeanForeground(ReadOnlySpan<ushort> plane, FieldMask mask, WindowPosition window, int side)
    {
        var (sum, count) = (0L, 0);
        for (var y = window.Y; y < window.Y + side; y++)
        {
            var start = (y * mask.Width) + window.X;
            for (var at = start; at < start + side; at++)
            {
                if (mask.Foreground[at])
                {
                    sum += plane[at];
                    count++;
                }
            }
        }

        return count == 0 ? double.NaN : (double)sum / count;
    }
}
