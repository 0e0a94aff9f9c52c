using static TorchSharp.torch;

namespace Morph.Learning.Losses;

/// <summary>
/// The supervised contrastive loss (Khosla et al. 2020, equation 2) with samples as classes: the global representations of a sample's fields attract each other and repel
/// those of the other samples.
/// </summary>
public static class SampleContrast
{
    private const float Never = -1e9f;

    /// <summary>The mean over all fields that have another one of their sample; 0 when none has.</summary>
    /// <param name="global">M x D global representations in the critic's space; their directions alone count.</param>
    /// <param name="sample">M whole numbers: which sample each field belongs to.</param>
    /// <param name="temperature">Scale of the cosines, above 0.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor global, Tensor sample, double temperature)
    {
        var directions = nn.functional.normalize(global, dim: 1);
        var itself = eye(sample.shape[0], dtype: ScalarType.Bool, device: sample.device);
        var scores = (nn.functional.linear(directions, directions) / temperature).masked_fill(itself, Never);
        var same = sample.unsqueeze(1).eq(sample.unsqueeze(0)).logical_and(itself.logical_not()).to(scores.dtype);
        var positives = same.sum(1);
        var ofField = ((scores - scores.logsumexp(1, keepdim: true)) * same).sum(1) / positives.clamp_min(1);
        return -ofField.sum() / positives.gt(0).sum().clamp_min(1);
    }
}
