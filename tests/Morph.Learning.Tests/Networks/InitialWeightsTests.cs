using Morph.Learning.Networks;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Networks;

public class InitialWeightsTests
{
    [Fact]
    public async Task Weights_depend_on_the_seed_alone_whatever_other_threads_draw()
    {
        using var first = new DeepInfoMax(Settings.Reference with { Window = 64 }, 2);
        InitialWeights.Set(first, 7);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using var networks = new DeepInfoMax(Settings.Reference with { Window = 64 }, 2);
            InitialWeights.Set(networks, 7);
            foreach (var (a, b) in first.NamedParameters().Zip(networks.NamedParameters()))
            {
                Assert.True(a.Parameter.bytes.SequenceEqual(b.Parameter.bytes), a.Name);
            }
        })));

        using var other = new DeepInfoMax(Settings.Reference with { Window = 64 }, 2);
        InitialWeights.Set(other, 8);
        Assert.False(first.Encoder.named_parameters().First().parameter.bytes.SequenceEqual(other.Encoder.named_parameters().First().parameter.bytes));
    }

    [Fact]
    public void Layers_follow_the_default_distributions_of_torch()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var networks = new DeepInfoMax(Settings.Reference, 3);
        InitialWeights.Set(networks, 1);
        foreach (var (name, parameter) in networks.NamedParameters().Where(p => p.Parameter.shape.Length >= 2 && p.Name != "mi_discriminator.l2.0.weight"))
        {
            var bound = 1 / Math.Sqrt((double)parameter.numel() / parameter.shape[0]);
            Assert.InRange(parameter.abs().max().item<float>(), 0.98 * bound, bound);
            Close.Relative(bound / Math.Sqrt(3), parameter.std().item<float>(), 0.08, name);
        }

        var bias = networks.Prior.named_parameters().Single(p => p.name == "f.6.bias").parameter.item<float>();
        Assert.InRange(Math.Abs(bias), 1e-9, 1 / Math.Sqrt(512));
        Assert.All(networks.NamedParameters().Where(p => p.Parameter.shape.Length == 1 && p.Name.EndsWith("weight", StringComparison.Ordinal)),
            p => Assert.True(p.Parameter.eq(1).all().item<bool>(), p.Name));
    }

    [Fact]
    public void The_local_shortcut_starts_close_to_a_copy_of_its_input()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var networks = new DeepInfoMax(Settings.Reference, 3);
        InitialWeights.Set(networks, 1);
        var weight = networks.NamedParameters().Single(p => p.Name == "mi_discriminator.l2.0.weight").Parameter.flatten(1);
        Assert.True(weight.diagonal().eq(1).all().item<bool>());
        var rest = weight.clone();
        rest.diagonal().fill_(0);
        Assert.InRange(rest.abs().max().item<float>(), 0.0099, 0.01);
    }
}
