using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>The camera: counts photons (Poisson), adds read noise, and stores whole numbers.</summary>
internal static class Camera
{
    private const double PhotonsPerGray = 6;
    private const double ReadNoiseGray = 0.7;

    /// <summary>Exposes a plane.</summary>
    /// <param name="light">Expected gray levels, H x W.</param>
    /// <param name="stepsPerGray">Stored values per gray level: 1 for 8 bits.</param>
    /// <param name="pixels">Where the stored values go; 0 to 255 gray levels.</param>
    /// <param name="random">Source of the noise.</param>
    public static void Expose(ReadOnlySpan<float> light, int stepsPerGray, Span<ushort> pixels, RandomSource random)
    {
        var highest = (256 * stepsPerGray) - 1;
        for (var i = 0; i < light.Length; i++)
        {
            var gray = (Poisson(light[i] * PhotonsPerGray, random) / PhotonsPerGray) + (ReadNoiseGray * random.NextGaussian());
            pixels[i] = (ushort)Math.Clamp((int)Math.Round(gray * stepsPerGray), 0, highest);
        }
    }

    /// <summary>A Poisson number: by counting (Knuth) below 24, by the rounded normal of the same mean and variance above.</summary>
    private static double Poisson(double mean, RandomSource random)
    {
        if (mean >= 24)
        {
            return Math.Max(Math.Round(mean + (Math.Sqrt(mean) * random.NextGaussian())), 0);
        }

        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
