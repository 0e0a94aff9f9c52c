namespace Morph.Imaging.Simulate;

/// <summary>
/// A star-shaped outline: an ellipse whose radius is modulated by harmonics 2 to 6 and by pointed protrusions.
/// </summary>
internal sealed class CellOutline
{
    private const int FirstHarmonic = 2;
    private readonly double _cos;
    private readonly double _sin;
    private readonly double _stretch;
    private readonly (double Cos, double Sin)[] _harmonics;
    private readonly Protrusion[] _protrusions;

    /// <summary>An outline about the origin.</summary>
    /// <param name="radius">Mean radius before protrusions, in pixels.</param>
    /// <param name="elongation">Long axis over short axis, at least 1.</param>
    /// <param name="angle">Direction of the long axis, in radians.</param>
    /// <param name="harmonics">Amplitudes of the harmonics from the second on, as shares of the radius.</param>
    /// <param name="protrusions">Pointed protrusions.</param>
    public CellOutline(double radius, double elongation, double angle, (double Cos, double Sin)[] harmonics, Protrusion[] protrusions)
    {
        (Radius, Angle, _harmonics, _protrusions) = (radius, angle, harmonics, protrusions);
        (_sin, _cos) = Math.SinCos(angle);
        _stretch = Math.Sqrt(elongation);
        var longest = 1 + harmonics.Sum(h => Math.Abs(h.Cos) + Math.Abs(h.Sin)) + protrusions.Sum(p => p.Length);
        Reach = radius * _stretch * longest;
    }

    /// <summary>Mean radius before protrusions, in pixels.</summary>
    public double Radius { get; }

    /// <summary>Direction of the long axis, in radians.</summary>
    public double Angle { get; }

    /// <summary>No point of the outline is farther from the centre, in pixels.</summary>
    public double Reach { get; }

    /// <summary>How far out a point lies: 0 at the centre, 1 on the outline.</summary>
    public double RelativeRadius(double dx, double dy)
    {
        var along = ((_cos * dx) + (_sin * dy)) / _stretch;
        var across = ((_cos * dy) - (_sin * dx)) * _stretch;
        var distance = Math.Sqrt((along * along) + (across * across));
        if (distance < 1e-9)
        {
            return 0;
        }

        var (cos, sin) = (along / distance, across / distance);
        var outline = 1.0;
        var (kCos, kSin) = (cos, sin);
        for (var k = 0; k < _harmonics.Length; k++)
        {
            (kCos, kSin) = ((kCos * cos) - (kSin * sin), (kSin * cos) + (kCos * sin));
            outline += (_harmonics[k].Cos * kCos) + (_harmonics[k].Sin * kSin);
        }

        foreach (var p in _protrusions)
        {
            var aligned = (p.Cos * cos) + (p.Sin * sin);
            if (aligned > 0)
            {
                outline += p.Length * Math.Exp(p.Sharpness * (aligned - 1));
            }
        }

        return distance / (Radius * Math.Max(outline, 0.2));
    }

    /// <summary>Number of harmonics an outline of this many waves has: from the second to <paramref name="waves"/>.</summary>
    public static int HarmonicsUpTo(int waves) => waves - FirstHarmonic + 1;
}

/// <summary>A pointed protrusion of an outline.</summary>
/// <param name="Cos">Cosine of its direction.</param>
/// <param name="Sin">Sine of its direction.</param>
/// <param name="Length">Length as a share of the cell's radius.</param>
/// <param name="Sharpness">Concentration about its direction; 40 is a spike of about 18 degrees.</param>
internal readonly record struct Protrusion(double Cos, double Sin, double Length, double Sharpness);
