using Morph.Domain.Pixels;
using Morph.Domain.Windows;

namespace Morph.Imaging.Windows;

/// <summary>How much of each window shows cells.</summary>
public static class ForegroundFractions
{
    /// <summary>The share of foreground pixels of each window, 0 to 1, from one integral image (Crow 1984): constant time per window.</summary>
    /// <param name="mask">The field's mask.</param>
    /// <param name="windows">Windows, all inside the field.</param>
    /// <param name="side">Their side in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window does not lie inside the field.</exception>
    public static float[] Of(FieldMask mask, IReadOnlyList<WindowPosition> windows, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var sums = IntegralImage(mask);
        var stride = mask.Width + 1;
        var fractions = new float[windows.Count];
        for (var i = 0; i < fractions.Length; i++)
        {
            var (y, x) = windows[i];
            if (y < 0 || x < 0 || y + side > mask.Height || x + side > mask.Width)
            {
                throw new ArgumentOutOfRangeException(nameof(windows), $"The window at ({y}, {x}) of side {side} leaves the field of {mask.Height} x {mask.Width}.");
            }

            var (top, bottom) = (y * stride, (y + side) * stride);
            var count = sums[bottom + x + side] - sums[bottom + x] - sums[top + x + side] + sums[top + x];
            fractions[i] = (float)((double)count / ((long)side * side));
        }

        return fractions;
    }

    /// <summary>(H + 1) x (W + 1) values: the number of foreground pixels above and left of each corner.</summary>
    private static int[] IntegralImage(FieldMask mask)
    {
        var stride = mask.Width + 1;
        var sums = new int[(mask.Height + 1) * stride];
        for (var y = 0; y < mask.Height; y++)
        {
            var inRow = 0;
            for (var x = 0; x < mask.Width; x++)
            {
                inRow += mask.Foreground[y * mask.Width + x] ? 1 : 0;
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + inRow;
            }
        }

        return sums;
    }
}
