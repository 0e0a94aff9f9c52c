using Morph.Domain.Pixels;
using SkiaSharp;

namespace Morph.Reporting.Pictures;

/// <summary>Draws a field: its channels in their colours, screened over each other, and the rim of its mask.</summary>
/// <param name="limits">Contrast of each channel.</param>
/// <param name="colours">Colour of each channel.</param>
internal sealed class FieldPicture(IReadOnlyList<ChannelLimits> limits, IReadOnlyList<SKColor> colours)
{
    private static readonly SKColor Rim = new(0xd9ffffff);
    private static readonly SKColor RimOnGrey = new(0xf2ffc400);

    /// <summary>The colour the rim is drawn in.</summary>
    public SKColor RimColour => colours.Count == 1 ? RimOnGrey : Rim;

    /// <summary>The channels without the mask.</summary>
    /// <param name="image">Pixels.</param>
    /// <param name="longestSide">The picture is made smaller by a whole factor until no side is longer, each pixel the mean of those it stands for.</param>
    public SKBitmap Composite(FieldImage image, int longestSide)
    {
        var factor = Factor(image.Height, image.Width, longestSide);
        var (height, width) = (image.Height / factor, image.Width / factor);
        var planes = Enumerable.Range(0, image.Channels).Select(c => Shrunk(image, c, factor)).ToArray();
        var pixels = new SKColor[height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            // Screening: each channel takes its part of the light that is still missing, so overlaps brighten without clipping.
            var (red, green, blue) = (1f, 1f, 1f);
            for (var c = 0; c < planes.Length; c++)
            {
                var value = limits[c].Of(planes[c][i]);
                red *= 1 - (value * colours[c].Red / 255);
                green *= 1 - (value * colours[c].Green / 255);
                blue *= 1 - (value * colours[c].Blue / 255);
            }

            pixels[i] = new(Byte(1 - red), Byte(1 - green), Byte(1 - blue));
        }

        return new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque) { Pixels = pixels };
    }

    /// <summary>The rim of the mask on nothing, of the same size as <see cref="Composite"/>.</summary>
    public SKBitmap Outline(FieldMask mask, int longestSide)
    {
        var factor = Factor(mask.Height, mask.Width, longestSide);
        var (height, width) = (mask.Height / factor, mask.Width / factor);
        var inside = Shrunk(mask, factor);
        var pixels = new SKColor[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var here = (y * width) + x;
                var rim = inside[here]
                    && ((y > 0 && !inside[here - width]) || (y + 1 < height && !inside[here + width])
                        || (x > 0 && !inside[here - 1]) || (x + 1 < width && !inside[here + 1]));
                pixels[here] = rim ? RimColour : SKColors.Transparent;
            }
        }

        return new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul) { Pixels = pixels };
    }

    /// <summary>Lays the rim over the channels.</summary>
    public static void Overlay(SKBitmap composite, SKBitmap outline)
    {
        using var canvas = new SKCanvas(composite);
        canvas.DrawBitmap(outline, 0, 0);
    }

    private static int Factor(int height, int width, int longestSide) => Math.Max(1, (Math.Max(height, width) + longestSide - 1) / longestSide);

    private static float[] Shrunk(FieldImage image, int channel, int factor)
    {
        var (height, width) = (image.Height / factor, image.Width / factor);
        var plane = image.Plane(channel);
        var means = new float[height * width];
        for (var y = 0; y < height * factor; y++)
        {
            var row = plane.Slice(y * image.Width, width * factor);
            var means1 = means.AsSpan(y / factor * width, width);
            for (var x = 0; x < row.Length; x++)
            {
                means1[x / factor] += row[x];
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= factor * factor;
        }

        return means;
    }

    private static bool[] Shrunk(FieldMask mask, int factor)
    {
        var (height, width) = (mask.Height / factor, mask.Width / factor);
        var counts = new int[height * width];
        for (var y = 0; y < height * factor; y++)
        {
            for (var x = 0; x < width * factor; x++)
            {
                counts[(y / factor * width) + (x / factor)] += mask.Foreground[(y * mask.Width) + x] ? 1 : 0;
            }
        }

        return [.. counts.Select(c => 2 * c >= factor * factor)];
    }

    private static byte Byte(float share) => (byte)MathF.Round(255 * share);
}
