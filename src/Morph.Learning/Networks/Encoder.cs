using Morph.Domain.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Windows to local representations: B x C x side x side to B x 256 x side/8 x side/8, by the layers of <see cref="Architecture.EncoderLayers"/>.
/// With surroundings a window comes with <see cref="Architecture.Margin"/> pixels more on each side, and its representation with one more location on each.
/// </summary>
public sealed class Encoder : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _features;

    /// <summary>Creates the network for images of <paramref name="channels"/> channels, at least 1.</summary>
    public Encoder(int channels, WindowBorder border)
        : base(nameof(Encoder))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        _features = nn.Sequential(Architecture.EncoderLayers(channels).SelectMany(layer => Modules(layer, border)));
        register_module("feats", _features);
    }

    /// <summary>Channels of the images it takes.</summary>
    public int Channels { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _features.call(input);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _features.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A layer as modules.</summary>
    internal static IEnumerable<nn.Module<Tensor, Tensor>> Modules(ConvolutionLayer layer, WindowBorder border)
    {
        yield return nn.Conv2d(layer.From, layer.To, 3, padding: Padding(border), bias: false);
        if (layer.Normalised)
        {
            yield return nn.BatchNorm2d(layer.To);
            yield return nn.ReLU(inplace: true);
        }

        if (layer.Pooled)
        {
            yield return nn.MaxPool2d(2);
        }
    }

    /// <summary>Zeros on each side of a convolution's input.</summary>
    internal static long Padding(WindowBorder border) => border == WindowBorder.Zeros ? 1 : 0;
}
