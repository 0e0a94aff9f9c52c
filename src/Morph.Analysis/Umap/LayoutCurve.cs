namespace Morph.Analysis.Umap;

/// <summary>
/// The smooth curve 1 / (1 + a x^(2b)) that turns a distance x in the map into a membership (McInnes et al. 2018, section 3.2).
/// </summary>
/// <param name="A">a, above 0.</param>
/// <param name="B">b, above 0.</param>
public readonly record struct LayoutCurve(double A, double B)
{
    private const int Samples = 300;
    private const int MaxIterations = 1000;

    /// <summary>
    /// The curve nearest in least squares to 1 up to <paramref name="minDist"/> and exp(-(x - minDist) / spread) beyond, at 300
    /// points from 0 to 3 spread: umap-learn's find_ab_params. Levenberg-Marquardt from a = b = 1.
    /// </summary>
    public static LayoutCurve Fit(double spread, double minDist)
    {
        var curve = new LayoutCurve(1, 1);
        var error = curve.Error(spread, minDist, out var normal);
        var damping = 1e-3;
        for (var iteration = 0; iteration < MaxIterations && damping < 1e16; iteration++)
        {
            var (stepA, stepB) = normal.Solve(damping);
            var next = new LayoutCurve(curve.A + stepA, curve.B + stepB);
            var nextError = next is { A: > 0, B: > 0 } ? next.Error(spread, minDist, out var nextNormal) : double.PositiveInfinity;
            if (nextError < error)
            {
                next.Error(spread, minDist, out normal);
                (curve, error, damping) = (next, nextError, damping / 10);
            }
            else
            {
                damping *= 10;
            }
        }

        return curve;
    }

    /// <summary>Sum of squared residuals, and the normal equations of the linearised problem.</summary>
    private double Error(double spread, double minDist, out NormalEquations normal)
    {
        var error = 0.0;
        normal = default;
        for (var i = 0; i < Samples; i++)
        {
            var x = 3 * spread * i / (Samples - 1);
            var wanted = x < minDist ? 1 : Math.Exp(-(x - minDist) / spread);
            var power = Math.Pow(x, 2 * B);
            var value = 1 / (1 + A * power);
            var residual = wanted - value;
            error += residual * residual;
            normal.Add(-value * value * power, x == 0 ? 0 : -value * value * A * power * 2 * Math.Log(x), residual);
        }

        return error;
    }

    /// <summary>J^T J and J^T r of two parameters.</summary>
    private struct NormalEquations
    {
        private double _aa;
        private double _ab;
        private double _bb;
        private double _ar;
        private double _br;

        public void Add(double byA, double byB, double residual)
        {
            _aa += byA * byA;
            _ab += byA * byB;
            _bb += byB * byB;
            _ar += byA * residual;
            _br += byB * residual;
        }

        public readonly (double A, double B) Solve(double damping)
        {
            var aa = _aa * (1 + damping);
            var bb = _bb * (1 + damping);
            var determinant = aa * bb - _ab * _ab;
            return ((_ar * bb - _br * _ab) / determinant, (aa * _br - _ab * _ar) / determinant);
        }
    }
}
