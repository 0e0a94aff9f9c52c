using System.Collections.Immutable;
using Morph.Domain.Errors;

namespace Morph.Analysis.Mixture;

/// <summary>
/// A fitted mixture of K Gaussians in d dimensions. Fitting, names and stopping rule follow scikit-learn's
/// GaussianMixture. Immutable; its constructor rebuilds a mixture from stored parameters.
/// </summary>
public sealed partial class GaussianMixture
{
    private readonly DensityKernel _kernel;

    /// <summary>A mixture of given parameters.</summary>
    /// <param name="covarianceType">Shape of the components.</param>
    /// <param name="weights">K weights that sum to 1.</param>
    /// <param name="means">K x d means, row-major.</param>
    /// <param name="covariances">Covariances: K x d x d, d x d, K x d or K values, by <paramref name="covarianceType"/>.</param>
    /// <param name="lowerBound">See <see cref="LowerBound"/>.</param>
    /// <param name="nIter">See <see cref="NIter"/>.</param>
    /// <param name="converged">See <see cref="Converged"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="StageException">A covariance is not positive definite.</exception>
    public GaussianMixture(
        CovarianceType covarianceType,
        ImmutableArray<double> weights,
        ImmutableArray<double> means,
        ImmutableArray<double> covariances,
        double lowerBound,
        int nIter,
        bool converged)
    {
        CheckLengths(covarianceType, weights, means, covariances);
        (CovarianceType, Weights, Means, Covariances) = (covarianceType, weights, means, covariances);
        (LowerBound, NIter, Converged) = (lowerBound, nIter, converged);
        _kernel = new MixtureParameters(covarianceType, [.. weights], [.. means], [.. covariances]).Kernel();
    }

    /// <summary>Shape of the components.</summary>
    public CovarianceType CovarianceType { get; }

    /// <summary>Number of components K.</summary>
    public int NComponents => Weights.Length;

    /// <summary>Dimensions d of the points.</summary>
    public int NFeatures => Means.Length / Weights.Length;

    /// <summary>K weights that sum to 1.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>K x d means, row-major.</summary>
    public ImmutableArray<double> Means { get; }

    /// <summary>Covariances: K x d x d, d x d, K x d or K values, by <see cref="CovarianceType"/>.</summary>
    public ImmutableArray<double> Covariances { get; }

    /// <summary>Mean log-likelihood per point in the last expectation step of the fit.</summary>
    public double LowerBound { get; }

    /// <summary>EM iterations of the kept start.</summary>
    public int NIter { get; }

    /// <summary>True if the fit ended by its tolerance, not by its number of iterations.</summary>
    public bool Converged { get; }

    /// <summary>Number of free parameters.</summary>
    public int ParameterCount => NComponents - 1 + Means.Length + CovarianceType switch
    {
        CovarianceType.Full => NComponents * NFeatures * (NFeatures + 1) / 2,
        CovarianceType.Tied => NFeatures * (NFeatures + 1) / 2,
        CovarianceType.Diag => NComponents * NFeatures,
        _ => NComponents,
    };

    /// <summary>The mean of one component, d values.</summary>
    public ReadOnlySpan<double> Mean(int component) => Means.AsSpan().Slice(component * NFeatures, NFeatures);

    /// <summary>The covariance of one component as a d x d matrix, row-major, whatever the covariance type.</summary>
    public double[] Covariance(int component)
    {
        var d = NFeatures;
        var matrix = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < d; j++)
            {
                matrix[i * d + j] = CovarianceType switch
                {
                    CovarianceType.Full => Covariances[(component * d + i) * d + j],
                    CovarianceType.Tied => Covariances[i * d + j],
                    CovarianceType.Diag when i == j => Covariances[component * d + i],
                    CovarianceType.Spherical when i == j => Covariances[component],
                    _ => 0,
                };
            }
        }

        return matrix;
    }

    private static void CheckLengths(
        CovarianceType type, ImmutableArray<double> weights, ImmutableArray<double> means, ImmutableArray<double> covariances)
    {
        if (weights.IsDefaultOrEmpty || means.IsDefaultOrEmpty || covariances.IsDefaultOrEmpty || means.Length % weights.Length != 0
            || covariances.Length != MixtureParameters.CovarianceLength(type, weights.Length, means.Length / weights.Length))
        {
            throw new ArgumentException("The numbers of weights, means and covariances of the mixture do not fit together.");
        }
    }
}
