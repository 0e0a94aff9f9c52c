using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>Paints nuclei, mitotic figures and fragments into the DNA and pH3 planes.</summary>
internal static class ChromatinPainter
{
    /// <summary>Paints a body; where bodies meet the brighter wins, so that lobes merge and nuclei do not add up.</summary>
    /// <param name="dna">Gray levels above background, H x W.</param>
    /// <param name="ph3">Gray levels above background, H x W.</param>
    /// <param name="body">What to paint.</param>
    /// <param name="centreX">Column of the cell's centre.</param>
    /// <param name="centreY">Row of the cell's centre.</param>
    /// <param name="width">Columns W.</param>
    public static void Paint(float[] dna, float[] ph3, ChromatinBody body, double centreX, double centreY, int width)
    {
        var (x0, y0) = (centreX + body.X, centreY + body.Y);
        var edge = new Edge(body);
        var nucleoli = DrawNucleoli(body);
        var box = PixelBox.Around(x0, y0, (body.SemiMajor * (1 + (4 * body.Waviness))) + 1, dna.Length / width, width);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                var (dx, dy) = (x - x0, y - y0);
                var (cover, dome) = edge.At(dx, dy);
                if (cover <= 0)
                {
                    continue;
                }

                var texture = Math.Exp(body.Contrast * SmoothNoise.Rich(body.Seed, dx / body.Grain, dy / body.Grain) * 2);
                var level = cover * dome * texture * Nucleolar(nucleoli, dx, dy);
                var at = (y * width) + x;
                dna[at] = Math.Max(dna[at], (float)(level * body.Dna));
                ph3[at] = Math.Max(ph3[at], (float)(level * body.Ph3));
            }
        }
    }

    private static (double X, double Y, double Radius)[] DrawNucleoli(ChromatinBody body)
    {
        var random = new RandomSource(body.Seed);
        var nucleoli = new (double, double, double)[body.Nucleoli];
        for (var i = 0; i < nucleoli.Length; i++)
        {
            var far = 0.6 * body.SemiMinor * Math.Sqrt(random.NextDouble());
            var (sin, cos) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
            nucleoli[i] = (far * cos, far * sin, body.SemiMinor * (0.13 + (0.08 * random.NextDouble())));
        }

        return nucleoli;
    }

    private static double Nucleolar((double X, double Y, double Radius)[] nucleoli, double dx, double dy)
    {
        var level = 1.0;
        foreach (var (x, y, radius) in nucleoli)
        {
            var squared = ((dx - x) * (dx - x)) + ((dy - y) * (dy - y));
            level *= 1 - (0.4 * Math.Exp(-squared / (2 * radius * radius)));
        }

        return level;
    }

    /// <summary>A wavy ellipse with an edge one pixel wide.</summary>
    private readonly struct Edge
    {
        private readonly ChromatinBody _body;
        private readonly double _cos;
        private readonly double _sin;
        private readonly (double Cos, double Sin) _second;
        private readonly (double Cos, double Sin) _third;

        public Edge(ChromatinBody body)
        {
            var random = new RandomSource(~body.Seed);
            _body = body;
            (_sin, _cos) = Math.SinCos(body.Angle);
            _second = (body.Waviness * random.NextGaussian(), body.Waviness * random.NextGaussian());
            _third = (body.Waviness * random.NextGaussian(), body.Waviness * random.NextGaussian());
        }

        /// <summary>How much of the pixel is inside, and the thickness there, 0.75 at the rim to 1 in the middle.</summary>
        public (double Cover, double Dome) At(double dx, double dy)
        {
            var along = ((_cos * dx) + (_sin * dy)) / _body.SemiMajor;
            var across = ((_cos * dy) - (_sin * dx)) / _body.SemiMinor;
            var relative = Math.Sqrt((along * along) + (across * across));
            if (relative < 1e-6)
            {
                return (1, 1);
            }

            var (c, s) = (along / relative, across / relative);
            var (c2, s2) = ((c * c) - (s * s), 2 * s * c);
            var wave = 1 + (_second.Cos * c2) + (_second.Sin * s2) + (_third.Cos * ((c2 * c) - (s2 * s))) + (_third.Sin * ((s2 * c) + (c2 * s)));
            relative /= Math.Max(wave, 0.4);

            // Pixels from the centre per unit of relative radius in this direction.
            var scale = Math.Sqrt((dx * dx) + (dy * dy)) / relative;
            var cover = Math.Clamp(((1 - relative) * scale) + 0.5, 0, 1);
            return (cover, 0.75 + (0.25 * Math.Sqrt(Math.Max(1 - (relative * relative), 0))));
        }
    }
}
