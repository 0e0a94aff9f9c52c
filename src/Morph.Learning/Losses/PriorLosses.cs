using static TorchSharp.torch;

namespace Morph.Learning.Losses;

/// <summary>
/// The losses that hold global representations to a uniform prior (Hjelm et al. 2019, equation 7), from the prior discriminator's logits:
/// -log D = softplus(-logit) and -log(1 - D) = softplus(logit) are finite where log(sigmoid) is not.
/// </summary>
public static class PriorLosses
{
    /// <summary>
    /// The discriminator's loss, -(mean log D(noise) + mean log(1 - D(global))). It is also the whole prior term of the joint form.
    /// </summary>
    /// <param name="noiseLogits">Logits of prior samples, any shape.</param>
    /// <param name="globalLogits">Logits of global representations, any shape.</param>
    public static Tensor Discriminator(Tensor noiseLogits, Tensor globalLogits) =>
        nn.functional.softplus(-noiseLogits).mean() + nn.functional.softplus(globalLogits).mean();

    /// <summary>The encoder's loss in the adversarial form, -mean log D(global).</summary>
    /// <param name="globalLogits">Logits of global representations, any shape.</param>
    public static Tensor Encoder(Tensor globalLogits) => nn.functional.softplus(-globalLogits).mean();
}
