using System.Collections.Immutable;

namespace Morph.Analysis.Mixture;

/// <summary>An explicit start of the EM iterations: what scikit-learn calls weights_init, means_init and precisions_init.</summary>
/// <param name="Weights">K weights that sum to 1.</param>
/// <param name="Means">K x d means, row-major.</param>
/// <param name="Precisions">Inverse covariances in the shape of the covariance type: K x d x d, d x d, K x d or K.</param>
public sealed record MixtureStart(ImmutableArray<double> Weights, ImmutableArray<double> Means, ImmutableArray<double> Precisions);
