using System.Collections.Immutable;
using Morph.Domain.Identity;

namespace Morph.Domain.Runs;

/// <summary>
/// A finished run whose encoder, map and clusters other images are put through. Its files are known by their digests and are copied into the
/// directory of the run that adopts them, so where it lies is told and decides nothing.
/// </summary>
/// <param name="Directory">Absolute path of its run directory when it was adopted.</param>
/// <param name="RunId">Its id.</param>
/// <param name="Encoder">The encoder with the normalisation: <c>best.ckpt</c>.</param>
/// <param name="Losses">The loss log of its training.</param>
/// <param name="Windows">Its kept windows with their features, places on the map and clusters.</param>
/// <param name="Mixture">The mixture that made the clusters.</param>
public sealed record ModelRun(string Directory, string RunId, ArtifactRecord Encoder, ArtifactRecord Losses, ArtifactRecord Windows, ArtifactRecord Mixture)
{
    /// <summary>The files that are adopted, under their paths in <see cref="Directory"/>.</summary>
    public ImmutableArray<ArtifactRecord> Files => [Encoder, Losses, Windows, Mixture];

    /// <summary>Identity of the model: what its files hold.</summary>
    public Digest Digest => Digest.OfTexts(Files.Select(f => f.Digest.Hex));
}
