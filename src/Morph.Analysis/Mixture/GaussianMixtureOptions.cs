namespace Morph.Analysis.Mixture;

/// <summary>How a Gaussian mixture is fitted; names and defaults are scikit-learn's.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>Number of components K, at least 1.</summary>
    public int NComponents { get; init; } = 1;

    /// <summary>Shape of the components.</summary>
    public CovarianceType CovarianceType { get; init; } = CovarianceType.Full;

    /// <summary>EM stops when the mean log-likelihood changes by less than this between two iterations.</summary>
    public double Tol { get; init; } = 1e-3;

    /// <summary>Added to the diagonal of each covariance, in squared units of the data; 0 or more.</summary>
    public double RegCovar { get; init; } = 1e-6;

    /// <summary>EM stops after this many iterations, at least 1.</summary>
    public int MaxIter { get; init; } = 100;

    /// <summary>Number of k-means++ starts; the fit with the highest lower bound is kept.</summary>
    public int NInit { get; init; } = 1;

    /// <summary>Most threads used; 0 for the number of cores. The result is the same bytes for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(NComponents, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Tol);
        ArgumentOutOfRangeException.ThrowIfNegative(RegCovar);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(NInit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}
