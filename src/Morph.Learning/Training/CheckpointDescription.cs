using System.Collections.Immutable;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;

namespace Morph.Learning.Training;

/// <summary>What a checkpoint says about itself beside its tensors.</summary>
/// <param name="Plan">Digest of the plan that it continues.</param>
/// <param name="Seed">The run's seed; with <paramref name="Step"/> it is the state of all random streams and of the sampler.</param>
/// <param name="Train">The settings trained with.</param>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Normalisation">Figures of the channels.</param>
/// <param name="Step">Steps done.</param>
/// <param name="History">The losses of all steps done.</param>
/// <param name="BestStep">Step of the weights kept so far; null before the first validation.</param>
/// <param name="BestMi">Validation loss of the weights kept so far; null before the first validation.</param>
internal sealed record CheckpointDescription(
    string Plan,
    long Seed,
    TrainSettings Train,
    int Channels,
    Normalisation Normalisation,
    int Step,
    ImmutableArray<StepLosses> History,
    int? BestStep,
    double? BestMi)
{
    /// <summary>The kind of tensor file.</summary>
    public const string Kind = "checkpoint";
}
