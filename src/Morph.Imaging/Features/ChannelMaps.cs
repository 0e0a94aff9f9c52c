using Morph.Domain.Pixels;
using Morph.Imaging.Filters;

namespace Morph.Imaging.Features;

/// <summary>Maps of one channel of a field from which the features of all its windows are read.</summary>
internal sealed class ChannelMaps
{
    /// <summary>Scales in pixels of <see cref="Bands"/>.</summary>
    public static readonly int[] Scales = [1, 2, 4];

    /// <summary>The brightest thousandth of pixels shares one grey level, so that a speck of dust does not decide the others'.</summary>
    private const double Brightest = 0.999;

    private ChannelMaps(float[] signal, float[] gradient, float[][] bands, byte[] levels, float least, float most) =>
        (Signal, Gradient, Bands, Levels, Least, Most) = (signal, gradient, bands, levels, least, most);

    /// <summary>Pixel values minus the background's median, H x W.</summary>
    public float[] Signal { get; }

    /// <summary>Length of the gradient (central differences).</summary>
    public float[] Gradient { get; }

    /// <summary>What a blur by s shows and one by 2 s does not, for each of <see cref="Scales"/>; absolute values.</summary>
    public float[][] Bands { get; }

    /// <summary>Grey level of each pixel between background and the brightest; <see cref="CoOccurrence.Levels"/> in the background.</summary>
    public byte[] Levels { get; }

    /// <summary>Least signal of the field.</summary>
    public float Least { get; }

    /// <summary>Greatest signal of the field.</summary>
    public float Most { get; }

    /// <summary>Prepares the maps of a channel.</summary>
    public static ChannelMaps Of(FieldImage image, int channel, FieldMask mask)
    {
        var background = Background(image.Plane(channel), mask);
        var plane = image.Plane(channel);
        var signal = new float[plane.Length];
        for (var i = 0; i < signal.Length; i++)
        {
            signal[i] = plane[i] - background;
        }

        var (height, width) = (image.Height, image.Width);
        float[][] blurred = [.. Scales.Append(2 * Scales[^1]).Select(s =>
        {
            var copy = (float[])signal.Clone();
            GaussianBlur.Narrow(copy, height, width, s);
            return copy;
        })];
        float[][] bands = [.. Scales.Select((_, s) => blurred[s].Zip(blurred[s + 1], (a, b) => Math.Abs(a - b)).ToArray())];
        return new(signal, GradientOf(signal, height, width), bands, LevelsOf(signal, mask), signal.Min(), signal.Max());
    }

    /// <summary>The median of the background's pixels; the least pixel where all is foreground.</summary>
    private static float Background(ReadOnlySpan<ushort> plane, FieldMask mask)
    {
        var values = new List<ushort>(plane.Length);
        for (var i = 0; i < plane.Length; i++)
        {
            if (!mask.Foreground[i])
            {
                values.Add(plane[i]);
            }
        }

        values.Sort();
        var least = ushort.MaxValue;
        foreach (var value in plane)
        {
            least = Math.Min(least, value);
        }

        return values.Count > 0 ? values[values.Count / 2] : least;
    }

    private static float[] GradientOf(float[] signal, int height, int width)
    {
        var gradient = new float[signal.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var dx = signal[(y * width) + Math.Min(x + 1, width - 1)] - signal[(y * width) + Math.Max(x - 1, 0)];
                var dy = signal[(Math.Min(y + 1, height - 1) * width) + x] - signal[(Math.Max(y - 1, 0) * width) + x];
                gradient[(y * width) + x] = MathF.Sqrt((dx * dx) + (dy * dy)) / 2;
            }
        }

        return gradient;
    }

    private static byte[] LevelsOf(float[] signal, FieldMask mask)
    {
        float[] sorted = [.. signal.Where((_, i) => mask.Foreground[i]).Order()];
        var most = sorted.Length == 0 ? 0 : sorted[(int)(Brightest * (sorted.Length - 1))];
        var levels = new byte[signal.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = !mask.Foreground[i] ? (byte)CoOccurrence.Levels
                : most > 0 ? (byte)Math.Clamp((int)(signal[i] / most * CoOccurrence.Levels), 0, CoOccurrence.Levels - 1)
                : (byte)0;
        }

        return levels;
    }
}
