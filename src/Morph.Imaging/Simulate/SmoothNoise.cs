namespace Morph.Imaging.Simulate;

/// <summary>Smooth random texture in the plane: value noise, hashed at whole coordinates and blended between them.</summary>
internal static class SmoothNoise
{
    /// <summary>A value in [-1, 1], smooth in x and y, about 1 apart from clump to clump; the same for the same arguments.</summary>
    public static double At(ulong seed, double x, double y)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (fx, fy) = (Blend(x - left), Blend(y - top));
        var (ix, iy) = ((long)left, (long)top);
        var upper = Mix(Lattice(seed, ix, iy), Lattice(seed, ix + 1, iy), fx);
        var lower = Mix(Lattice(seed, ix, iy + 1), Lattice(seed, ix + 1, iy + 1), fx);
        return Mix(upper, lower, fy);
    }

    /// <summary>Two octaves, the second half as coarse and half as strong, scaled to a standard deviation of about 1/2.</summary>
    public static double Rich(ulong seed, double x, double y) => 1.1 * (At(seed, x, y) + (0.5 * At(~seed, 2 * x, 2 * y)));

    private static double Blend(double t) => t * t * (3 - (2 * t));

    private static double Mix(double a, double b, double t) => a + ((b - a) * t);

    private static double Lattice(ulong seed, long x, long y)
    {
        var h = seed ^ ((ulong)x * 0x9E3779B97F4A7C15) ^ ((ulong)y * 0xC2B2AE3D27D4EB4F);
        h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9;
        h = (h ^ (h >> 27)) * 0x94D049BB133111EB;
        return ((h ^ (h >> 31)) >> 11) * (2.0 / (1UL << 53)) - 1;
    }
}
