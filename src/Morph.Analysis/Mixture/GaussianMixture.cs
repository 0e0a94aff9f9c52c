using System.Collections.Immutable;
using Morph.Analysis.Numerics;
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

    /// <summary>The most probable component of each point, 0 to K - 1; the first of equals.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public int[] Predict(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var labels = new int[data.Count];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            for (var i = 0; i < tile.Count; i++)
            {
                var best = 0;
                for (var k = 1; k < NComponents; k++)
                {
                    best = tile.Share(k)[i] > tile.Share(best)[i] ? k : best;
                }

                labels[tile.Start + i] = best;
            }
        });
        return labels;
    }

    /// <summary>The probability of each component for each point: n x K, row-major, rows sum to 1.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public double[] PredictProba(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var probabilities = new double[data.Count * NComponents];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            for (var k = 0; k < NComponents; k++)
            {
                var share = tile.Share(k);
                for (var i = 0; i < tile.Count; i++)
                {
                    probabilities[(tile.Start + i) * NComponents + k] = share[i];
                }
            }
        });
        return probabilities;
    }

    /// <summary>The log-likelihood of each point, log p(x).</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public double[] ScoreSamples(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var scores = new double[data.Count];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            tile.Single[..tile.Count].CopyTo(scores.AsSpan((int)tile.Start));
        });
        return scores;
    }

    /// <summary>The mean log-likelihood per point.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Score(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var sums = new double[BlockedLoop.Count(data.Count, Tile.BlockPoints)];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            sums[tile.Start / Tile.BlockPoints] += LaneMath.Sum(tile.Single);
        });
        return data.Count == 0 ? throw new ArgumentException("There are no points to score.", nameof(data)) : sums.Sum() / data.Count;
    }

    /// <summary>Bayesian information criterion of the mixture on these points (Schwarz 1978): lower is better.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Bic(MixtureData data, int threads = 0, CancellationToken cancellation = default) =>
        -2 * Score(data, threads, cancellation) * data.Count + ParameterCount * Math.Log(data.Count);

    /// <summary>Akaike information criterion of the mixture on these points (Akaike 1974): lower is better.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Aic(MixtureData data, int threads = 0, CancellationToken cancellation = default) =>
        -2 * Score(data, threads, cancellation) * data.Count + 2 * ParameterCount;

    private static void CheckLengths(
        CovarianceType type, ImmutableArray<double> weights, ImmutableArray<double> means, ImmutableArray<double> covariances)
    {
        if (weights.IsDefaultOrEmpty || means.IsDefaultOrEmpty || covariances.IsDefaultOrEmpty || means.Length % weights.Length != 0
            || covariances.Length != MixtureParameters.CovarianceLength(type, weights.Length, means.Length / weights.Length))
        {
            throw new ArgumentException("The numbers of weights, means and covariances of the mixture do not fit together.");
        }
    }

    private void ForEachTile(MixtureData data, int threads, CancellationToken cancellation, Action<Tile> body)
    {
        if (data.Dimensions != NFeatures)
        {
            throw new ArgumentException($"The mixture has {NFeatures} dimensions and the points have {data.Dimensions}.", nameof(data));
        }

        BlockedLoop.Run(
            BlockedLoop.Count(data.Count, Tile.BlockPoints),
            threads,
            () => new Tile(data.Dimensions, NComponents),
            (block, tile) => tile.ForEach(data, block, body),
            cancellation);
    }
}
