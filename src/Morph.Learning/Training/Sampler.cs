using System.Collections.Immutable;
using Morph.Domain.Randomness;

namespace Morph.Learning.Training;

/// <summary>
/// Which samples each step takes: every epoch is its own permutation of the training samples, cut into batches of S; the rest that
/// does not fill a batch waits for the next epoch. A function of seed and step, without state.
/// </summary>
internal static class Sampler
{
    /// <summary>Epoch of a step; both count from 1.</summary>
    public static int EpochOf(TrainingPlan plan, int step) => (step - 1) / plan.StepsPerEpoch + 1;

    /// <summary>The S samples of a step (from 1), as positions in the plan's list.</summary>
    public static ImmutableArray<int> Batch(TrainingPlan plan, int step)
    {
        var order = Enumerable.Range(0, plan.Train.Length).ToArray();
        RandomSource.For(plan.Settings.Seed, "sampler", EpochOf(plan, step)).Shuffle<int>(order);
        var first = (step - 1) % plan.StepsPerEpoch * plan.SamplesPerBatch;
        return [.. order.AsSpan(first, plan.SamplesPerBatch)];
    }

    /// <summary>The fields of a sample in a step (from 1), as ascending positions in the sample: all, or as many as the settings allow, drawn for the step.</summary>
    public static ImmutableArray<int> Fields(TrainingPlan plan, int step, int sample)
    {
        var fields = Enumerable.Range(0, plan.Train[sample].Fields.Length).ToArray();
        if (fields.Length <= plan.Settings.Train.FieldsPerSample)
        {
            return [.. fields];
        }

        RandomSource.For(plan.Settings.Seed, "fields", step, sample).Shuffle<int>(fields);
        return [.. fields.Take(plan.Settings.Train.FieldsPerSample).Order()];
    }
}
