namespace Morph.Analysis.Mixture;

/// <summary>Shape of the components of a Gaussian mixture of K components in d dimensions.</summary>
public enum CovarianceType
{
    /// <summary>Each component has its own covariance matrix; stored as K x d x d.</summary>
    Full,

    /// <summary>All components share one covariance matrix; stored as d x d.</summary>
    Tied,

    /// <summary>Each component has its own variance per dimension; stored as K x d.</summary>
    Diag,

    /// <summary>Each component has a single variance; stored as K.</summary>
    Spherical,
}
