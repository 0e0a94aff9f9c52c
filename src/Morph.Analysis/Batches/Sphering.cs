using Morph.Analysis.Numerics;

namespace Morph.Analysis.Batches;

/// <summary>
/// Whitening, also called sphering: a linear map after which the points it was fitted to vary equally in all directions, without covariances (ZCA;
/// Kessy, Lewin and Strimmer 2018, https://doi.org/10.1080/00031305.2016.1277159). Fitted to controls, it takes away what varies among wells that
/// should look alike.
/// </summary>
public sealed class Sphering
{
    private readonly double[] _means;
    private readonly double[] _matrix;

    private Sphering(double[] means, double[] matrix) => (_means, _matrix) = (means, matrix);

    /// <summary>Fits W = V diag(1 / sqrt(lambda + e)) V', with V and lambda the eigenvectors and eigenvalues of the points' covariance.</summary>
    /// <param name="points">The points that are to become a sphere, at least 2.</param>
    /// <param name="epsilon">
    /// e as a share of the mean eigenvalue, above 0: directions in which the points hardly vary would be blown up without it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two points, or epsilon is not above 0.</exception>
    public static Sphering Fit(Points points, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Count, 2, nameof(points));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        var d = points.Dimensions;
        var means = Means(points);
        var (values, vectors) = JacobiEigen.Solve(Covariance(points, means), d);
        var added = Math.Max(epsilon * values.Sum() / d, double.Epsilon);
        var matrix = new double[d * d];
        for (var e = 0; e < d; e++)
        {
            var scale = 1 / Math.Sqrt(Math.Max(0, values[e]) + added);
            for (var i = 0; i < d; i++)
            {
                for (var j = 0; j < d; j++)
                {
                    matrix[(i * d) + j] += scale * vectors[(e * d) + i] * vectors[(e * d) + j];
                }
            }
        }

        return new(means, matrix);
    }

    /// <summary>W (x - mean) for each point.</summary>
    /// <param name="points">n points with the features of those it was fitted to.</param>
    /// <returns>n x d values, row-major.</returns>
    /// <exception cref="ArgumentException">They have another number of features.</exception>
    public float[] Apply(Points points)
    {
        var d = _means.Length;
        if (points.Dimensions != d)
        {
            throw new ArgumentException($"The points have {points.Dimensions} features, the whitening {d}.", nameof(points));
        }

        var result = new float[points.Values.Length];
        var centred = new double[d];
        for (var i = 0; i < points.Count; i++)
        {
            for (var f = 0; f < d; f++)
            {
                centred[f] = points[i][f] - _means[f];
            }

            for (var f = 0; f < d; f++)
            {
                var sum = 0.0;
                for (var g = 0; g < d; g++)
                {
                    sum += _matrix[(f * d) + g] * centred[g];
                }

                result[(i * d) + f] = (float)sum;
            }
        }

        return result;
    }

    private static double[] Means(Points points)
    {
        var means = new double[points.Dimensions];
        for (var i = 0; i < points.Count; i++)
        {
            for (var f = 0; f < means.Length; f++)
            {
                means[f] += points[i][f] / (double)points.Count;
            }
        }

        return means;
    }

    private static double[] Covariance(Points points, double[] means)
    {
        var d = means.Length;
        var covariance = new double[d * d];
        for (var i = 0; i < points.Count; i++)
        {
            for (var f = 0; f < d; f++)
            {
                var offset = (points[i][f] - means[f]) / (points.Count - 1);
                for (var g = 0; g < d; g++)
                {
                    covariance[(f * d) + g] += offset * (points[i][g] - means[g]);
                }
            }
        }

        return covariance;
    }
}
