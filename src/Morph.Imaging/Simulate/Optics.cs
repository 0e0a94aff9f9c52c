using Morph.Domain.Randomness;
using Morph.Imaging.Filters;

namespace Morph.Imaging.Simulate;

/// <summary>
/// The microscope: a point spread of a Gaussian core and a faint wide skirt, lamp light that falls off from a point near the middle,
/// and a background that the lamp lights too.
/// </summary>
internal sealed class Optics
{
    private const double SkirtWeight = 0.05;
    private const double SkirtSigma = 9;
    private const double FallOff = 0.14;
    private readonly double _lampX;
    private readonly double _lampY;

    /// <summary>The instrument of a simulation: the same for all of its fields.</summary>
    public Optics(long seed)
    {
        var random = RandomSource.For(seed, "simulate-instrument");
        (_lampX, _lampY) = (0.5 + (0.08 * random.NextGaussian()), 0.5 + (0.08 * random.NextGaussian()));
    }

    /// <summary>Turns stain into light at the camera, in place.</summary>
    /// <param name="plane">Gray levels above background, H x W; then gray levels.</param>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    /// <param name="sigma">Width of the point spread's core, in pixels.</param>
    /// <param name="background">Gray level where nothing is, in the middle of the light.</param>
    /// <param name="lamp">Brightness of the lamp for this field, about 1.</param>
    public void Image(float[] plane, int height, int width, double sigma, double background, double lamp)
    {
        var skirt = (float[])plane.Clone();
        GaussianBlur.Wide(skirt, height, width, SkirtSigma);
        GaussianBlur.Narrow(plane, height, width, sigma);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = ((x / (double)width) - _lampX, (y / (double)height) - _lampY);
                var light = lamp * (1 - (2 * FallOff * ((dx * dx) + (dy * dy))));
                var at = (y * width) + x;
                plane[at] = (float)(light * (background + ((1 - SkirtWeight) * plane[at]) + (SkirtWeight * skirt[at])));
            }
        }
    }
}
