using Morph.Domain.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Windows to local representations: B x C x side x side to B x D x side/8 x side/8, by the layers of <see cref="Architecture.Encoder"/>.
/// With surroundings a window comes with <see cref="Architecture.Margin"/> pixels more on each side, and its representation with
/// <see cref="Architecture.LocationsBeyond"/> more locations on each.
/// </summary>
public sealed class Encoder : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _features;
    private readonly long _padding;

    /// <summary>Creates the network.</summary>
    public Encoder(Architecture architecture)
        : base(nameof(Encoder))
    {
        _features = nn.Sequential(architecture.Encoder.SelectMany(layer => Modules(layer, architecture.Border)));
        _padding = Padding(architecture.Border);
        register_module("feats", _features);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Call(_features, input, _padding);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _features.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Calls modules in turn; a convolution computes with numbers of its input's kind, whatever its weights are stored in.</summary>
    internal static Tensor Call(Sequential modules, Tensor input, long padding) => modules.children().Aggregate(input, (x, module) =>
        module is Conv2d convolution && x.dtype != convolution.weight.dtype
            ? nn.functional.conv2d(x, convolution.weight.to(x.dtype), convolution.bias?.to(x.dtype), padding: [padding, padding])
            : ((nn.Module<Tensor, Tensor>)module).call(x));

    /// <summary>A layer as modules. ReLU follows the maximum, which gives the same numbers from a quarter of the pixels.</summary>
    internal static IEnumerable<nn.Module<Tensor, Tensor>> Modules(ConvolutionLayer layer, WindowBorder border)
    {
        yield return nn.Conv2d(layer.From, layer.To, 3, padding: Padding(border), bias: layer.End == LayerEnd.Biased);
        if (layer.End == LayerEnd.Normalised)
        {
            yield return nn.BatchNorm2d(layer.To);
        }

        if (layer.Pooled)
        {
            yield return nn.MaxPool2d(2);
        }

        if (layer.End != LayerEnd.Open)
        {
            yield return nn.ReLU(inplace: true);
        }
    }

    /// <summary>Zeros on each side of a convolution's input.</summary>
    internal static long Padding(WindowBorder border) => border == WindowBorder.Zeros ? 1 : 0;
}
