using Morph.Analysis.Mixture;
using Morph.Artifacts.Tables;

namespace Morph.Actors.Clustering;

/// <summary>A mixture on the map as its file holds it.</summary>
public static class StoredMixture
{
    /// <summary>The table of a mixture of two dimensions.</summary>
    public static MixtureTable Of(GaussianMixture mixture) => new(
        [.. Enumerable.Range(0, mixture.NComponents).Select(k => new MixtureComponent(mixture.Weights[k], [.. mixture.Mean(k)], [.. mixture.Covariance(k)]))],
        mixture.LowerBound,
        mixture.NIter,
        mixture.Converged);

    /// <summary>The mixture of a file: the same bits as the one that was written.</summary>
    /// <exception cref="Domain.Errors.ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static GaussianMixture Read(string path)
    {
        var table = MixtureFile.Read(path);
        return new(
            CovarianceType.Full,
            [.. table.Components.Select(c => c.Weight)],
            [.. table.Components.SelectMany(c => c.Mean)],
            [.. table.Components.SelectMany(c => c.Covariance)],
            table.LowerBound,
            table.Iterations,
            table.Converged);
    }
}
