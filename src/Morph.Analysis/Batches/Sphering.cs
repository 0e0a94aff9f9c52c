using Morph.Analysis.Numerics;

namespace Morph.Analysis.Batches;

/// <summary>
/// Whitening on control points: afterwards the controls have mean 0 and, but for the regularisation, the identity as covariance, so that directions in
/// which untreated cells vary anyway count less (Ando et al. 2017, typical variation normalisation). Axes stay near the old ones (ZCA; Kessy, Lewin and
/// Strimmer 2018, https://doi.org/10.1080/00031305.2016.1277159).
/// </summary>
public sealed class Sphering
{
    private readonly double[] _mean;
    private readonly double[] _matrix;

    private Sphering(double[] mean, double[] matrix) => (_mean, _matrix) = (mean, matrix);

    /// <summary>Learns the transformation V (L + r I)^(-1/2) V' of x - mean from the controls' covariance V L V' (divisor n).</summary>
    /// <param name="controls">At least two points that are not all the same.</param>
    /// <param name="regularisation">r in units of the mean variance of a feature, above 0: keeps directions in which the controls hardly vary from being blown up.</param>
    /// <exception cref="ArgumentException">There are fewer than two controls, or they are all the same.</exception>
    public static Sphering Fit(Points controls, double regularisation = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(regularisation, 0);
        var (mean, d) = (controls.Mean(), controls.Dimensions);
        var covariance = Covariance(controls, mean);
        var variance = Enumerable.Range(0, d).Average(j => covariance[(j * d) + j]);
        return controls.Count > 1 && variance > 0
            ? new(mean, InverseRoot(covariance, d, regularisation * variance))
            : throw new ArgumentException($"Sphering needs controls that vary; there are {controls.Count}, with a mean variance of {variance}.", nameof(controls));
    }

    /// <summary>Transforms points.</summary>
    /// <exception cref="ArgumentException">The points have other features than the controls.</exception>
    public Points Apply(Points points)
    {
        var d = _mean.Length;
        if (points.Dimensions != d)
        {
            throw new ArgumentException($"The points have {points.Dimensions} features, not {d}.", nameof(points));
        }

        var whitened = new float[points.Values.Length];
        var centred = new double[d];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < d; j++)
            {
                centred[j] = points[i][j] - _mean[j];
            }

            for (var j = 0; j < d; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < d; k++)
                {
                    sum += _matrix[(j * d) + k] * centred[k];
                }

                whitened[(i * d) + j] = (float)sum;
            }
        }

        return new(whitened, d);
    }

    private static double[] Covariance(Points points, double[] mean)
    {
        var d = mean.Length;
        var covariance = new double[d * d];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < d; j++)
            {
                var share = (points[i][j] - mean[j]) / points.Count;
                for (var k = 0; k <= j; k++)
                {
                    covariance[(j * d) + k] += share * (points[i][k] - mean[k]);
                }
            }
        }

        for (var j = 0; j < d; j++)
        {
            for (var k = 0; k < j; k++)
            {
                covariance[(k * d) + j] = covariance[(j * d) + k];
            }
        }

        return covariance;
    }

    private static double[] InverseRoot(double[] covariance, int d, double added)
    {
        var (values, vectors) = JacobiEigen.Solve(covariance, d);
        var root = new double[d * d];
        for (var e = 0; e < d; e++)
        {
            var scale = 1 / Math.Sqrt(Math.Max(0, values[e]) + added);
            for (var j = 0; j < d; j++)
            {
                for (var k = 0; k < d; k++)
                {
                    root[(j * d) + k] += scale * vectors[(e * d) + j] * vectors[(e * d) + k];
                }
            }
        }

        return root;
    }
}
