using System.Collections.Immutable;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;

namespace Morph.Learning.Embedding;

/// <summary>What a model says about itself beside its tensors: all that is needed to embed a later image.</summary>
/// <param name="Plan">Digest of the plan it was trained by.</param>
/// <param name="Step">Training step of its weights.</param>
/// <param name="Channels">Channels of the images.</param>
/// <param name="ChannelNames">Their names in order, as far as the run's settings name them.</param>
/// <param name="Window">Window side in pixels.</param>
/// <param name="Normalisation">Figures of the channels.</param>
/// <param name="Seed">The seed trained with.</param>
/// <param name="Train">The settings trained with.</param>
/// <param name="Embed">The settings to embed with.</param>
internal sealed record ModelDescription(
    string Plan,
    int Step,
    int Channels,
    ImmutableArray<string> ChannelNames,
    int Window,
    Normalisation Normalisation,
    long Seed,
    TrainSettings Train,
    EmbedSettings Embed)
{
    /// <summary>The kind of tensor file.</summary>
    public const string Kind = "model";
}
