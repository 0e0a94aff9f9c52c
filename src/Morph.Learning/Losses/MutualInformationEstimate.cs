using Morph.Domain.Settings;
using static TorchSharp.torch;

namespace Morph.Learning.Losses;

/// <summary>
/// An estimate of the mutual information of local and global representations as a loss: the lower, the better a location tells its own sample from the others.
/// Only foreground locations are given: the background never counts. Samples may have different numbers of fields.
/// </summary>
public abstract class MutualInformationEstimate
{
    /// <summary>The estimate that a training's settings ask for.</summary>
    public static MutualInformationEstimate Of(TrainSettings settings) => settings.Estimate switch
    {
        EstimateForm.InfoNce => new InfoNceEstimate(settings.Temperature),
        EstimateForm.JensenShannon => new JensenShannonEstimate(),
        _ => throw new InvalidOperationException($"The estimate {settings.Estimate} is unknown."),
    };

    /// <summary>L_MI of one batch; 0 without any location.</summary>
    /// <param name="local">R foreground locations in the critic's space of D dimensions.</param>
    /// <param name="fieldOf">R whole numbers: the field in 0 to M - 1 that each location belongs to.</param>
    /// <param name="global">M x D: the global representations of the fields in the critic's space.</param>
    /// <param name="sample">M whole numbers: which sample each field belongs to.</param>
    /// <param name="field">M whole numbers: which field of its sample each is.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Tensor local, Tensor fieldOf, Tensor global, Tensor sample, Tensor field) =>
        Loss(Sums(local, sample.index_select(0, fieldOf), field.index_select(0, fieldOf), global, sample, field));

    /// <summary>
    /// Sums over the pairs of some locations with all global representations. Sums of parts of the locations add up,
    /// so that a set of any size is evaluated in pieces.
    /// </summary>
    /// <param name="local">R foreground locations in the critic's space of D dimensions.</param>
    /// <param name="sample">R sample numbers of the locations.</param>
    /// <param name="field">R field numbers of the locations.</param>
    /// <param name="global">M x D global representations of all fields.</param>
    /// <param name="globalSample">M sample numbers of all fields.</param>
    /// <param name="globalField">M field numbers of all fields.</param>
    /// <returns>Sums of terms, each with the number of its terms after it.</returns>
    public abstract Tensor Sums(Tensor local, Tensor sample, Tensor field, Tensor global, Tensor globalSample, Tensor globalField);

    /// <summary>L_MI, a scalar, from added sums.</summary>
    public abstract Tensor Loss(Tensor sums);

    /// <summary>Sum of the terms of some pairs, and how many they are, as a tensor of two.</summary>
    private protected static Tensor SumWhere(Tensor terms, Tensor pairs)
    {
        var weights = pairs.to(terms.dtype);
        return stack([(terms * weights).sum(), weights.sum()]);
    }
}
