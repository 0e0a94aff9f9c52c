using static TorchSharp.torch;

namespace Morph.Learning.Losses;

/// <summary>
/// InfoNCE (van den Oord et al. 2018, equation 4; Hjelm et al. 2019, equation 5) with pairs formed across the fields of a sample. A score s is the cosine of a location
/// and a global representation in the critic's space, divided by a temperature. For a location and each global representation of its own sample, whatever the field, the
/// term is log(e^s / (e^s + sum of e^s' over the global representations of all other samples)), and the loss their mean with the sign turned: 0 for a perfect critic,
/// log(1 + others) for one that knows nothing.
/// </summary>
/// <param name="temperature">Scale of the cosines, above 0: the smaller, the more the hardest negatives count.</param>
public sealed class InfoNceEstimate(double temperature) : MutualInformationEstimate
{
    /// <summary>Stands for the score of a pair that does not count; finite, so that a sample without others has gradients.</summary>
    private const float Never = -1e9f;

    /// <inheritdoc/>
    /// <remarks>Two numbers: sum over the pairs of a location and its own sample, and their number.</remarks>
    public override Tensor Sums(Tensor local, Tensor sample, Tensor field, Tensor global, Tensor globalSample, Tensor globalField)
    {
        var scores = nn.functional.linear(nn.functional.normalize(local, dim: 1), nn.functional.normalize(global, dim: 1)) / temperature;
        var same = sample.unsqueeze(1).eq(globalSample.unsqueeze(0));
        var others = scores.masked_fill(same, Never).logsumexp(1, keepdim: true);
        return SumWhere(scores - scores.logaddexp(others), same);
    }

    /// <inheritdoc/>
    public override Tensor Loss(Tensor sums) => -sums[0] / sums[1].clamp_min(1);
}
