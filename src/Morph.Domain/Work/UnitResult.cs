using System.Collections.Immutable;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;

namespace Morph.Domain.Work;

/// <summary>What a unit of work brought.</summary>
/// <param name="Artifacts">Files written. A listing file stands for the many files that it lists with their digests.</param>
/// <param name="Facts">What the load stage learned of a field; null in every other stage.</param>
public sealed record UnitResult(ImmutableArray<ArtifactRecord> Artifacts, FieldFacts? Facts = null)
{
    /// <summary>Identity of the result: what later stages depend on.</summary>
    public Digest Digest => Digest.OfTexts(
        Artifacts.SelectMany(a => new[] { a.Path, a.Digest.Hex }).Append(Facts?.Content.Hex ?? ""));
}

/// <summary>What the load stage learned of one field.</summary>
/// <param name="Channels">Moments of each channel's pixels.</param>
/// <param name="Content">Digest of the decoded pixels.</param>
/// <param name="ModifiedUtc">Latest modification time of its files when they were read, in ticks of UTC.</param>
public sealed record FieldFacts(ImmutableArray<ChannelMoments> Channels, Digest Content, long ModifiedUtc);

/// <summary>Why a unit failed, and what that means for the run.</summary>
public enum FailureKind
{
    /// <summary>The item itself is bad (unreadable pixels): after its attempts it is quarantined and the run goes on.</summary>
    Item,

    /// <summary>The run cannot go on as it is (disk full, artifact missing): it stops, resumable, with the reason.</summary>
    Run,

    /// <summary>Not foreseen: tried again, then the run stops with the reason.</summary>
    Unknown,
}
