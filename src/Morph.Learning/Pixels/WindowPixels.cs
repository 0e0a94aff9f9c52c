using Morph.Domain.Pixels;
using Morph.Learning.Networks;

namespace Morph.Learning.Pixels;

/// <summary>Cuts windows out of raw fields; what is cut is turned into numbers afterwards, so nothing of field size is ever converted.</summary>
internal static class WindowPixels
{
    /// <summary>Copies one window as (x - mean) / std, channel by channel.</summary>
    /// <param name="image">The field.</param>
    /// <param name="y">First row.</param>
    /// <param name="x">First column.</param>
    /// <param name="side">Window side in pixels.</param>
    /// <param name="flipVertically">Last row first.</param>
    /// <param name="flipHorizontally">Last column first.</param>
    /// <param name="normalisation">Figures of each channel.</param>
    /// <param name="target">C x side x side numbers.</param>
    public static void Copy(
        FieldImage image, int y, int x, int side, bool flipVertically, bool flipHorizontally, Normalisation normalisation, Span<float> target)
    {
        for (var channel = 0; channel < image.Channels; channel++)
        {
            var plane = image.Plane(channel);
            var mean = normalisation.Mean[channel];
            var scale = 1 / normalisation.StandardDeviation[channel];
            for (var row = 0; row < side; row++)
            {
                var from = plane.Slice((y + (flipVertically ? side - 1 - row : row)) * image.Width + x, side);
                var to = target.Slice((channel * side + row) * side, side);
                for (var column = 0; column < side; column++)
                {
                    to[column] = (float)((from[column] - mean) * scale);
                }

                if (flipHorizontally)
                {
                    to.Reverse();
                }
            }
        }
    }

    /// <summary>
    /// Copies the mask of one window on the grid of the local representation: a location is foreground where any of its 8 x 8 pixels is.
    /// </summary>
    /// <param name="mask">The field's mask.</param>
    /// <param name="y">First row.</param>
    /// <param name="x">First column.</param>
    /// <param name="side">Window side in pixels, a multiple of 8.</param>
    /// <param name="flipVertically">Last row first.</param>
    /// <param name="flipHorizontally">Last column first.</param>
    /// <param name="target">(side / 8) x (side / 8) booleans.</param>
    public static void CopyPooled(FieldMask mask, int y, int x, int side, bool flipVertically, bool flipHorizontally, Span<bool> target)
    {
        target.Clear();
        var grid = side / Architecture.Downscale;
        for (var row = 0; row < side; row++)
        {
            var from = mask.Foreground.AsSpan((y + (flipVertically ? side - 1 - row : row)) * mask.Width + x, side);
            var to = target.Slice(row / Architecture.Downscale * grid, grid);
            for (var column = 0; column < side; column++)
            {
                to[column / Architecture.Downscale] |= from[flipHorizontally ? side - 1 - column : column];
            }
        }
    }
}
