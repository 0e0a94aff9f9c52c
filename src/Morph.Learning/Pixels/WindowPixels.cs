using Morph.Domain.Pixels;
using Morph.Learning.Networks;

namespace Morph.Learning.Pixels;

/// <summary>Cuts windows out of raw fields; what is cut is turned into numbers afterwards, so nothing of field size is ever converted.</summary>
internal static class WindowPixels
{
    /// <summary>Copies a part of a field as (x - mean) / std, channel by channel. Beyond the field lies the mean of the channel, 0.</summary>
    /// <param name="image">The field.</param>
    /// <param name="part">The part; it may reach beyond the field.</param>
    /// <param name="flipVertically">Last row first.</param>
    /// <param name="flipHorizontally">Last column first.</param>
    /// <param name="normalisation">Figures of each channel.</param>
    /// <param name="target">C x height x width numbers.</param>
    public static void Copy(
        FieldImage image, FieldPart part, bool flipVertically, bool flipHorizontally, Normalisation normalisation, Span<float> target)
    {
        var (from, to) = (Math.Max(0, part.X), Math.Min(image.Width, part.X + part.Width));
        for (var channel = 0; channel < image.Channels; channel++)
        {
            var plane = image.Plane(channel);
            var mean = normalisation.Mean[channel];
            var scale = 1 / normalisation.StandardDeviation[channel];
            for (var row = 0; row < part.Height; row++)
            {
                var numbers = target.Slice(((channel * part.Height) + row) * part.Width, part.Width);
                var y = part.Y + (flipVertically ? part.Height - 1 - row : row);
                if (y < 0 || y >= image.Height)
                {
                    numbers.Clear();
                    continue;
                }

                numbers[..(from - part.X)].Clear();
                numbers[(to - part.X)..].Clear();
                var pixels = plane[((y * image.Width) + from)..((y * image.Width) + to)];
                var inside = numbers[(from - part.X)..(to - part.X)];
                for (var column = 0; column < pixels.Length; column++)
                {
                    inside[column] = (float)((pixels[column] - mean) * scale);
                }

                if (flipHorizontally)
                {
                    numbers.Reverse();
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
