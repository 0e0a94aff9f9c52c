using System.Text.Json;
using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Learning.Networks;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Networks;

public class NetworkTests
{
    private const double Tolerance = 1e-4;

    public NetworkTests() => TorchRuntime.UseThreads(1);

    [Fact]
    public void Parameters_have_the_names_shapes_and_order_of_the_reference()
    {
        using var networks = new DeepInfoMax(Settings.Reference, 3);
        var expected = TestData.Golden("network.json").GetProperty("parameters").EnumerateArray()
            .Select(p => $"{p.GetProperty("name").GetString()} [{string.Join(",", p.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()))}]");
        Assert.Equal(expected, networks.NamedParameters().Select(p => $"{p.Name} [{string.Join(",", p.Parameter.shape)}]"));
    }

    [Fact]
    public void Evaluation_outputs_are_those_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var networks = new DeepInfoMax(Settings.Reference, 3);
        NumberRule.SetWeights(networks.NamedParameters());
        networks.Evaluate();
        var golden = TestData.Golden("network.json").GetProperty("eval");

        var images = NumberRule.Numbers(1000, 2, 3, 128, 128);
        var local = networks.Encoder.call(images);
        var global = networks.Summarizer.call(local);
        CheckTensor(golden.GetProperty("local"), local, "local");
        CheckTensor(golden.GetProperty("global"), global, "global");
        CheckNumbers(golden.GetProperty("global_all"), global, "global_all");
        CheckTensor(golden.GetProperty("mi_local"), networks.Local.call(networks.Represent(images).Local).view(2, 256, -1).transpose(1, 2), "mi_local");
        CheckTensor(golden.GetProperty("mi_global"), networks.Global.call(global), "mi_global");
        CheckNumbers(golden.GetProperty("prior"), networks.Prior.call(global).sigmoid(), "prior");
    }

    [Theory]
    [InlineData(1, 64, 8)]
    [InlineData(5, 136, 17)]
    public void Any_number_of_channels_and_any_side_that_is_a_multiple_of_8_work(int channels, int side, int grid)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var architecture = Architecture.Of(Settings.Reference with { Window = side }, channels);
        using var encoder = new Encoder(architecture);
        using var summarizer = new Summarizer(architecture);
        var local = encoder.call(zeros(2, channels, side, side));
        Assert.Equal([2, 256, grid, grid], local.shape);
        Assert.Equal([2, 128], summarizer.call(local).shape);
    }

    [Theory]
    [InlineData(NetworkForm.Reference, 31, 256, 128)]
    [InlineData(NetworkForm.Pooled, 15, 128, 126)]
    public void With_surroundings_a_window_is_represented_alike_whatever_lies_beyond_its_margin(NetworkForm form, int margin, int channels, int length)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var networks = new DeepInfoMax(Settings.Reference with { Network = form, Window = 64, Border = WindowBorder.Surroundings }, 3);
        NumberRule.SetWeights(networks.NamedParameters());
        networks.Evaluate();
        var seen = 64 + (2 * margin);
        Assert.Equal(margin, networks.Architecture.Margin);
        var field = NumberRule.Numbers(7, 1, 3, seen + 16, seen + 16);
        var (local, global) = networks.Represent(field.narrow(2, 8, seen).narrow(3, 8, seen));
        Assert.Equal([64, channels], local.shape);
        Assert.Equal([1, length], global.shape);

        // The same location of a larger part: one location of 8 pixels further in.
        var larger = networks.Encoder.call(field);
        var beyond = networks.Architecture.LocationsBeyond + 1;
        Assert.Equal([1, channels, 8 + (2 * beyond), 8 + (2 * beyond)], larger.shape);
        var inner = larger.narrow(2, beyond, 8).narrow(3, beyond, 8).permute(0, 2, 3, 1).flatten(0, 2);
        Assert.True((inner - local).abs().max().item<float>() < 1e-4 * local.abs().max().item<float>());
    }

    [Theory]
    [InlineData(130)]
    [InlineData(56)]
    public void A_window_that_the_networks_cannot_take_is_named_with_the_nearest_one_that_works(int side)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Architecture.Of(Settings.Reference with { Window = side }, 3));
        Assert.Contains($"morph.train.window is {side}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(side == 130 ? "nearest is 128" : "nearest is 64", failure.Message, StringComparison.Ordinal);
    }

    private static void CheckTensor(JsonElement golden, Tensor actual, string what)
    {
        Assert.Equal(golden.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), actual.shape);
        var flat = actual.contiguous().flatten().to(ScalarType.Float64);
        Close.Relative(golden.GetProperty("l2").GetDouble(), flat.norm().item<double>(), Tolerance, $"{what} l2");
        Close.Relative(golden.GetProperty("std").GetDouble(), flat.std(unbiased: false).item<double>(), Tolerance, $"{what} std");
        Close.Relative(golden.GetProperty("mean").GetDouble(), flat.mean().item<double>(), Tolerance, $"{what} mean", floor: 0.1);
        foreach (var (index, value) in golden.GetProperty("flat_index").EnumerateArray().Zip(golden.GetProperty("value").EnumerateArray()))
        {
            Close.Relative(value.GetDouble(), flat[index.GetInt64()].item<double>(), Tolerance, $"{what}[{index}]", floor: 0.1);
        }
    }

    private static void CheckNumbers(JsonElement golden, Tensor actual, string what)
    {
        var numbers = actual.contiguous().data<float>().ToArray();
        Assert.Equal(golden.GetArrayLength(), numbers.Length);
        foreach (var (expected, index) in golden.EnumerateArray().Select((e, i) => (e.GetDouble(), i)))
        {
            Close.Relative(expected, numbers[index], Tolerance, $"{what}[{index}]", floor: 0.1);
        }
    }
}
