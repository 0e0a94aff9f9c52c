using Morph.Analysis.Numerics;
using Morph.Domain.Errors;

namespace Morph.Analysis.Mixture;

/// <summary>Weights, means and covariances of a mixture in plain arrays, and the maximisation step that makes them.</summary>
/// <param name="Type">Shape of the components.</param>
/// <param name="Weights">K weights.</param>
/// <param name="Means">K x d means.</param>
/// <param name="Covariances">Covariances in the shape of <paramref name="Type"/>.</param>
internal sealed record MixtureParameters(CovarianceType Type, double[] Weights, double[] Means, double[] Covariances)
{
    /// <summary>Keeps an empty component's mean defined, as in scikit-learn: ten times the spacing of doubles at 1.</summary>
    private const double EmptyGuard = 10 * 2.220446049250313e-16;

    /// <summary>Dimensions d.</summary>
    public int Dimensions => Means.Length / Weights.Length;

    /// <summary>True if the components have no covariances between dimensions.</summary>
    public static bool IsDiagonal(CovarianceType type) => type is CovarianceType.Diag or CovarianceType.Spherical;

    /// <summary>Values of the covariances of K components in d dimensions.</summary>
    public static int CovarianceLength(CovarianceType type, int components, int dimensions) => type switch
    {
        CovarianceType.Full => components * dimensions * dimensions,
        CovarianceType.Tied => dimensions * dimensions,
        CovarianceType.Diag => components * dimensions,
        _ => components,
    };

    /// <summary>Sums to take about <paramref name="means"/> for the next maximisation step.</summary>
    public static MixtureMoments Moments(CovarianceType type, double[] means, int dimensions) =>
        new(means, dimensions, IsDiagonal(type) ? OffsetProducts.Squares : OffsetProducts.All);

    /// <summary>The maximisation step, from sums taken about <paramref name="references"/>.</summary>
    public static MixtureParameters Maximise(
        CovarianceType type, MixtureMoments moments, double[] sums, double[] references, long points, int components, double regCovar)
    {
        var d = references.Length / components;
        var counts = new double[components];
        var shifts = new double[components * d];
        for (var k = 0; k < components; k++)
        {
            counts[k] = moments.Weight(sums, k) + EmptyGuard;
            for (var i = 0; i < d; i++)
            {
                shifts[k * d + i] = moments.Offset(sums, k, i) / counts[k];
            }
        }

        var covariances = new double[CovarianceLength(type, components, d)];
        for (var k = 0; k < components; k++)
        {
            for (var i = 0; i < d; i++)
            {
                for (var j = IsDiagonal(type) ? i : 0; j <= i; j++)
                {
                    var scatter = moments.Product(sums, k, i, j) - counts[k] * shifts[k * d + i] * shifts[k * d + j];
                    Place(type, covariances, d, k, i, j, type == CovarianceType.Tied ? scatter / points : scatter / counts[k]);
                }
            }
        }

        AddToDiagonal(type, covariances, d, regCovar);
        return new(
            type,
            [.. counts.Select(c => c / points)],
            [.. references.Zip(shifts, (reference, shift) => reference + shift)],
            covariances);
    }

    /// <summary>The densities of these components.</summary>
    /// <exception cref="StageException">A covariance is not positive definite.</exception>
    public DensityKernel Kernel()
    {
        var d = Dimensions;
        var factors = new double[Weights.Length][];
        for (var k = 0; k < factors.Length; k++)
        {
            factors[k] = Type == CovarianceType.Tied && k > 0 ? factors[0] : Factor(k, d);
        }

        return new(Weights, Means, factors, IsDiagonal(Type));
    }

    private double[] Factor(int k, int d)
    {
        if (IsDiagonal(Type))
        {
            var scales = new double[d];
            for (var i = 0; i < d; i++)
            {
                var variance = Covariances[Type == CovarianceType.Diag ? k * d + i : k];
                scales[i] = variance > 0 && double.IsFinite(variance) ? 1 / Math.Sqrt(variance) : throw NotDefinite(k);
            }

            return scales;
        }

        var lower = new double[d * d];
        return Cholesky.TryFactor(Covariances.AsSpan(Type == CovarianceType.Full ? k * d * d : 0, d * d), d, lower)
            ? Cholesky.InvertLower(lower, d)
            : throw NotDefinite(k);
    }

    private static StageException NotDefinite(int component) => new(
        $"The covariance of component {component} of the Gaussian mixture collapsed (it is not positive definite): "
        + "raise reg_covar, or use fewer components.");

    private static void Place(CovarianceType type, double[] covariances, int d, int k, int i, int j, double value)
    {
        switch (type)
        {
            case CovarianceType.Full:
                covariances[(k * d + i) * d + j] = covariances[(k * d + j) * d + i] = value;
                break;
            case CovarianceType.Tied:
                covariances[i * d + j] += value;
                covariances[j * d + i] = covariances[i * d + j];
                break;
            case CovarianceType.Diag:
                covariances[k * d + i] = value;
                break;
            default:
                covariances[k] += value / d;
                break;
        }
    }

    private static void AddToDiagonal(CovarianceType type, double[] covariances, int d, double value)
    {
        var step = IsDiagonal(type) ? 1 : d + 1;
        var size = IsDiagonal(type) ? covariances.Length : d * d;
        for (var matrix = 0; matrix < covariances.Length; matrix += size)
        {
            for (var at = matrix; at < matrix + size; at += step)
            {
                covariances[at] += value;
            }
        }
    }
}
