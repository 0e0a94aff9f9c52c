using System.Text.Json;
using Morph.Domain.Settings;
using Morph.Learning.Networks;
using Morph.Learning.Training;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Training;

public class LearnerTests
{
    /// <summary>A gradient below this is zero but for rounding (a shift that a later batch norm takes away): only its size is compared.</summary>
    private const double Rounding = 1e-4;

    [Theory]
    [InlineData(PriorForm.Joint, "joint")]
    [InlineData(PriorForm.Adversarial, "adversarial")]
    public void Three_steps_and_the_first_gradients_are_those_of_PyTorch(PriorForm form, string name)
    {
        using var scope = NewDisposeScope();
        using var networks = new DeepInfoMax(3, 128);
        NumberRule.SetWeights(networks.NamedParameters());
        using var learner = new Learner(networks, form, 0.1, 1e-4);
        var pixels = NumberRule.Above(0.995, 1021, 6, 1, 128, 128).to(ScalarType.Float32);
        var batch = new Batch(
            NumberRule.Numbers(1020, 6, 3, 128, 128),
            nn.functional.max_pool2d(pixels, 8).flatten(1).@bool(),
            tensor(new long[] { 0, 0, 1, 1, 2, 2 }),
            tensor(new long[] { 0, 1, 0, 1, 0, 1 }));
        var noise = NumberRule.Uniform(1022, 6, 128);
        var golden = TestData.Golden("network.json").GetProperty("train_step");
        Close.Relative(golden.GetProperty("mask").GetProperty("foreground").GetDouble(), batch.Foreground.to(ScalarType.Float64).mean().item<double>(), 1e-9, "foreground");

        var step = 0;
        foreach (var expected in golden.GetProperty(name).EnumerateArray())
        {
            step++;
            var tolerance = step == 1 ? 1e-4 : 1e-3;
            var (mi, discriminator, encoder) = learner.Gradients(batch, noise);
            Close.Relative(expected.GetProperty("mi").GetDouble(), mi, tolerance, $"{name} step {step} L_MI");
            Close.Relative(PriorFigure(expected, form), discriminator, tolerance, $"{name} step {step} prior");
            if (form == PriorForm.Adversarial)
            {
                Close.Relative(expected.GetProperty("prior_encoder").GetDouble(), encoder, tolerance, $"{name} step {step} encoder's prior");
            }

            if (step == 1)
            {
                CheckGradients(expected.GetProperty("grad_l2"), networks);
            }

            learner.Update(step);
        }

        Assert.Equal(3, step);
    }

    private static double PriorFigure(JsonElement expected, PriorForm form) =>
        expected.GetProperty(form == PriorForm.Joint ? "prior" : "prior_discriminator").GetDouble();

    private static void CheckGradients(JsonElement golden, DeepInfoMax networks)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in networks.NamedParameters())
        {
            var parts = name.Split('.', 2);
            var expected = golden.GetProperty(parts[0]).GetProperty(parts[1]).GetDouble();
            var actual = parameter.grad!.to(ScalarType.Float64).norm().item<double>();
            if (expected < Rounding)
            {
                Assert.InRange(actual, 0, Rounding);
            }
            else
            {
                Close.Relative(expected, actual, 1e-4, $"gradient of {name}", floor: 0);
            }
        }
    }
}
