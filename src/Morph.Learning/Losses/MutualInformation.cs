using static TorchSharp.torch;

namespace Morph.Learning.Losses;

/// <summary>
/// The Jensen-Shannon estimate of the mutual information of local and global representations
/// (Nowozin et al. 2016; Hjelm et al. 2019, equation 4), with pairs formed across the fields of a sample.
/// A score u is the inner product of a location and a global representation in the critic's space.
/// Positive pairs, log 2 - softplus(-u): a location with every global representation of its own sample, whatever the field.
/// Negative pairs, softplus(-u) + u - log 2: a location with the global representation of the field of the same index of another sample.
/// Only foreground locations are given: the background never counts. The mean over no pairs is 0.
/// </summary>
public static class MutualInformation
{
    private static readonly double Log2 = Math.Log(2);

    /// <summary>
    /// L_MI, negatives minus positives, of one batch: 0 for scores of 0, never below -2 log 2. Samples may have different numbers of fields.
    /// </summary>
    /// <param name="local">R foreground locations in the critic's space of D dimensions.</param>
    /// <param name="fieldOf">R whole numbers: the field in 0 to M - 1 that each location belongs to.</param>
    /// <param name="global">M x D: the global representations of the fields in the critic's space.</param>
    /// <param name="sample">M whole numbers: which sample each field belongs to.</param>
    /// <param name="field">M whole numbers: which field of its sample each is.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor local, Tensor fieldOf, Tensor global, Tensor sample, Tensor field)
    {
        var (positive, negative) = Sums(local, sample.index_select(0, fieldOf), field.index_select(0, fieldOf), global, sample, field);
        return Loss(positive, negative);
    }

    /// <summary>L_MI from summed pairs.</summary>
    /// <param name="positive">Two numbers: sum over the positive pairs, and their number.</param>
    /// <param name="negative">Two numbers: sum over the negative pairs, and their number.</param>
    public static Tensor Loss(Tensor positive, Tensor negative) =>
        negative[0] / negative[1].clamp_min(1) - positive[0] / positive[1].clamp_min(1);

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
    /// <returns>For positive and negative pairs: the sum of their terms and their number, as a tensor of two.</returns>
    public static (Tensor Positive, Tensor Negative) Sums(
        Tensor local, Tensor sample, Tensor field, Tensor global, Tensor globalSample, Tensor globalField)
    {
        var scores = nn.functional.linear(local, global);
        var softplus = nn.functional.softplus(-scores);
        var same = sample.unsqueeze(1).eq(globalSample.unsqueeze(0));
        var opposite = field.unsqueeze(1).eq(globalField.unsqueeze(0)).logical_and(same.logical_not());
        return (SumWhere(Log2 - softplus, same), SumWhere(softplus + scores - Log2, opposite));
    }

    private static Tensor SumWhere(Tensor terms, Tensor pairs)
    {
        var weights = pairs.to(terms.dtype);
        return stack([(terms * weights).sum(), weights.sum()]);
    }
}
