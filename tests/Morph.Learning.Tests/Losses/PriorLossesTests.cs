using Morph.Learning.Losses;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Losses;

public class PriorLossesTests
{
    [Fact]
    public void An_undecided_discriminator_costs_2_log_2_and_the_encoder_log_2()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(2 * Math.Log(2), PriorLosses.Discriminator(zeros(4, 1), zeros(4, 1)).item<float>(), 1e-6);
        Assert.Equal(Math.Log(2), PriorLosses.Encoder(zeros(4, 1)).item<float>(), 1e-6);
    }

    [Fact]
    public void Logits_that_would_saturate_a_sigmoid_stay_finite()
    {
        using var scope = NewDisposeScope();
        var surelyNoise = full(1, 1, 1000f);
        Assert.Equal(0, PriorLosses.Discriminator(surelyNoise, -surelyNoise).item<float>());
        Assert.Equal(2000, PriorLosses.Discriminator(-surelyNoise, surelyNoise).item<float>());
        Assert.Equal(1000, PriorLosses.Encoder(-surelyNoise).item<float>());
    }
}
