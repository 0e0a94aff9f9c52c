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
public sealed class JensenShannonEstimate : MutualInformationEstimate
{
    private static readonly double Log2 = Math.Log(2);

    /// <inheritdoc/>
    /// <remarks>Four numbers: sum over the positive pairs and their number, sum over the negative pairs and their number.</remarks>
    public override Tensor Sums(Tensor local, Tensor sample, Tensor field, Tensor global, Tensor globalSample, Tensor globalField)
    {
        var scores = nn.functional.linear(local, global);
        var softplus = nn.functional.softplus(-scores);
        var same = sample.unsqueeze(1).eq(globalSample.unsqueeze(0));
        var opposite = field.unsqueeze(1).eq(globalField.unsqueeze(0)).logical_and(same.logical_not());
        return cat([SumWhere(Log2 - softplus, same), SumWhere(softplus + scores - Log2, opposite)]);
    }

    /// <inheritdoc/>
    /// <remarks>Negatives minus positives: 0 for scores of 0, never below -2 log 2.</remarks>
    public override Tensor Loss(Tensor sums) => sums[2] / sums[3].clamp_min(1) - sums[0] / sums[1].clamp_min(1);
}
