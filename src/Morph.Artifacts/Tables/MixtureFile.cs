using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>A mixture of Gaussians on the map: all that is needed to say which cluster a new window belongs to.</summary>
/// <param name="Components">The clusters in the order of their numbers.</param>
/// <param name="LowerBound">Mean log-likelihood per window at the end of the fit.</param>
/// <param name="Iterations">Iterations of the fit.</param>
/// <param name="Converged">Whether it ended by its tolerance.</param>
public sealed record MixtureTable(ImmutableArray<MixtureComponent> Components, double LowerBound, int Iterations, bool Converged);

/// <summary>One cluster.</summary>
/// <param name="Weight">Its share, 0 to 1; all sum to 1.</param>
/// <param name="Mean">UMAP_1 and UMAP_2 of its middle.</param>
/// <param name="Covariance">2 x 2 covariances, row-major.</param>
public sealed record MixtureComponent(double Weight, ImmutableArray<double> Mean, ImmutableArray<double> Covariance);

/// <summary><c>clusters/mixture.json</c>: numbers in the shortest form that reads back to the same bits.</summary>
public static class MixtureFile
{
    /// <summary>Writes the mixture at <see cref="RunDirectory.MixtureFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, MixtureTable mixture) =>
        AtomicFile.Write(run, run.MixtureFile, stream => RunJson.Write(stream, mixture));

    /// <summary>Reads a mixture.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static MixtureTable Read(string path) => RunJson.Read<MixtureTable>(path);
}
