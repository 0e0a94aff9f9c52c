using Morph.Domain.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// The weights a training starts from: torch's default distributions, drawn from generators of their own, because torch's default
/// generator is shared by all threads of the process. Each tensor has its own stream, so the weights depend on the seed alone.
/// </summary>
public static class InitialWeights
{
    private const double ShortcutNoise = 0.01;

    /// <summary>
    /// Sets all weights. Convolutions and linear layers: uniform in +-1 / sqrt(inputs of a unit) (He et al. 2015 with a = sqrt(5)),
    /// biases alike; convolutions whose scale no norm restores: uniform in +-sqrt(6 / inputs of a unit), which keeps the scale through ReLU (a = 0); norms: 1
    /// and 0; the local shortcut: uniform in +-0.01 with ones on its diagonal.
    /// </summary>
    public static void Set(DeepInfoMax networks, long seed)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var (prefix, network) in networks.Networks)
        {
            foreach (var (name, layer) in network.named_modules())
            {
                switch (layer)
                {
                    case Convolution convolution:
                        SetLayer(convolution.weight, convolution.bias, convolution.bias is null ? 1 : Math.Sqrt(6), seed, $"{prefix}.{name}");
                        break;
                    case Linear linear:
                        SetLayer(linear.weight, linear.bias, 1, seed, $"{prefix}.{name}");
                        break;
                }
            }
        }

        if (networks.Local is LocalDiscriminator local)
        {
            SetShortcut(local.ShortcutConvolution.weight, seed);
        }
    }

    private static void SetLayer(Tensor weight, Tensor? bias, double gain, long seed, string name)
    {
        var bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
        SetUniform(weight, gain * bound, seed, $"{name}.weight");
        if (bias is not null)
        {
            SetUniform(bias, bound, seed, $"{name}.bias");
        }
    }

    private static void SetShortcut(Tensor weight, long seed)
    {
        SetUniform(weight, ShortcutNoise, seed, "mi_discriminator.l2.0.shortcut");
        weight.flatten(1).diagonal().fill_(1);
    }

    private static void SetUniform(Tensor tensor, double bound, long seed, string name)
    {
        using var generator = new Generator(RandomSource.SeedFor(seed, $"weights {name}"), CPU);
        tensor.uniform_(-bound, bound, generator);
    }
}
