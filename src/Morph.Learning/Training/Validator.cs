using Morph.Learning.Losses;
using Morph.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>
/// L_MI of all validation samples together, on centre crops, batch norm with its running statistics. Worked off sample by sample:
/// first every global representation, then the sums over each sample's locations, so that only small representations are held for all samples.
/// </summary>
internal sealed class Validator(TrainingPlan plan, BatchReader reader, DeepInfoMax networks, Device device)
{
    private readonly MutualInformationEstimate _estimate = MutualInformationEstimate.Of(plan.Settings.Train);

    /// <summary>The loss with the networks as they are.</summary>
    public double Loss()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        networks.Evaluate();
        var parts = Enumerable.Range(0, plan.Validation.Length).Select(Encode).ToArray();
        var global = cat([.. parts.Select(p => p.Global)]);
        var sample = cat([.. parts.Select(p => p.Batch.Sample)]);
        var field = cat([.. parts.Select(p => p.Batch.Field)]);
        Tensor? sums = null;
        foreach (var part in parts)
        {
            using var partScope = NewDisposeScope();
            var (of, local) = (part.Batch.FieldOf(part.Foreground), networks.Local.call(part.Local));
            var ofPart = _estimate.Sums(local, part.Batch.Sample.index_select(0, of), part.Batch.Field.index_select(0, of), global, sample, field);
            sums = (sums is null ? ofPart : sums + ofPart).MoveToOuterDisposeScope();
        }

        return _estimate.Loss(sums!).ToDouble();
    }

    /// <summary>The foreground locations of a sample and its global representations in the critic's space.</summary>
    private (Batch Batch, Tensor Foreground, Tensor Local, Tensor Global) Encode(int index)
    {
        using var scope = NewDisposeScope();
        var batch = reader.Centre([index]).On(device);
        var (locations, summary) = networks.Represent(batch.Images);
        var foreground = batch.ForegroundLocations();
        var (local, global) = (locations.index_select(0, foreground), networks.Global.call(summary));
        scope.MoveToOuter(local, global, foreground);
        scope.MoveToOuter(batch.Sample, batch.Field, batch.Foreground);
        return (batch, foreground, local, global);
    }
}
