using System.Collections.Immutable;
using System.Globalization;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Learning.Files;
using Morph.Learning.Networks;

namespace Morph.Learning.Training;

/// <summary>Everything that decides what a training computes.</summary>
/// <param name="Settings">The run's settings; the blocks <c>train</c> and <c>embed</c>, the seed and the channel names of <c>load</c> are used.</param>
/// <param name="Channels">Number of channels of every field.</param>
/// <param name="Train">Samples to learn from, at least two.</param>
/// <param name="Validation">Samples to validate on; with fewer than two there are no negative pairs, and no validation.</param>
/// <param name="Normalisation">Mean and standard deviation of each channel over the training samples.</param>
/// <param name="Iterations">Training steps, at least 1.</param>
/// <param name="Threads">Torch threads; 0 for the number of cores. Losses are reproduced bit for bit for the same number.</param>
/// <param name="Device"><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</param>
public sealed record TrainingPlan(
    MorphSettings Settings,
    int Channels,
    ImmutableArray<TrainingSample> Train,
    ImmutableArray<TrainingSample> Validation,
    Normalisation Normalisation,
    int Iterations,
    int Threads,
    string Device)
{
    /// <summary>Samples per batch, S: as many as set, or all there are.</summary>
    public int SamplesPerBatch => Settings.Train.BatchOf(Train.Length);

    /// <summary>Steps of one pass over the training samples, floor(samples / S).</summary>
    public int StepsPerEpoch => Train.Length / SamplesPerBatch;

    /// <summary>True when the validation samples can be contrasted with each other.</summary>
    public bool Validates => Validation.Length >= 2;

    /// <summary>
    /// Identity of what is trained: seed, settings, samples, normalisation and number of steps, but neither threads nor device.
    /// A checkpoint continues only a plan of the same digest.
    /// </summary>
    public Digest Digest => Digest.OfTexts(
    [
        Settings.Seed.ToString(CultureInfo.InvariantCulture),
        TensorFileJson.Write(Settings.Train with { Threads = 0, CheckpointEvery = 0, Epochs = 0, Iterations = Iterations }),
        TensorFileJson.Write(Normalisation),
        Channels.ToString(CultureInfo.InvariantCulture),
        .. Train.SelectMany(s => s.Fields.Select(f => f.Field).Prepend(s.Name).Prepend("train")),
        .. Validation.SelectMany(s => s.Fields.Select(f => f.Field).Prepend(s.Name).Prepend("validation")),
    ]);

    /// <summary>Checks what can be checked before any compute.</summary>
    /// <exception cref="ConfigurationException">The window side or a number is out of range.</exception>
    /// <exception cref="StageException">There are too few samples to contrast.</exception>
    public void Check()
    {
        Architecture.CheckSide(Settings.Train.Window);
        RequireAtLeast("morph.train.samples-per-batch", Settings.Train.SamplesPerBatch, 2, "contrast needs two samples in a batch");
        RequireAtLeast("morph.train.validate-every", Settings.Train.ValidateEvery, 1, "it counts steps");
        RequireAtLeast("morph.train.iterations", Iterations, 1, "nothing would be trained");
        RequireAtLeast("morph.train.threads", Threads, 0, "0 takes the number of cores");
        if (Train.Length < 2)
        {
            throw new StageException(
                $"Training contrasts samples with each other and needs at least two; there {(Train.Length == 1 ? $"is only '{Train[0].Name}'" : "are none")}. "
                + "Add samples, hold fewer out (morph.train.held-out), or look at the quarantine list for the reason why others are missing.");
        }

        if (Train.Concat(Validation).FirstOrDefault(s => s.Fields.IsDefaultOrEmpty) is { } empty)
        {
            throw new StageException($"Sample '{empty.Name}' has no field left to train on; leave it out of the plan.");
        }

        if (Normalisation.Mean.Count != Channels || Normalisation.StandardDeviation.Count != Channels)
        {
            throw new StageException($"The normalisation has figures for {Normalisation.Mean.Count} channels, but the fields have {Channels}.");
        }
    }

    private static void RequireAtLeast(string key, int value, int smallest, string reason)
    {
        if (value < smallest)
        {
            throw new ConfigurationException(
                string.Create(CultureInfo.InvariantCulture, $"{key} is {value}: it must be at least {smallest}, since {reason}."));
        }
    }
}
