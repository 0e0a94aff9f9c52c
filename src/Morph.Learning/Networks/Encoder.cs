using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Windows to local representations: B x C x side x side to B x 256 x side/8 x side/8.
/// Three blocks of convolution 3 x 3, batch norm, ReLU and 2 x 2 maximum (C to 32 to 64 to 128 channels),
/// a fourth without the maximum (to 256), and a last bare convolution.
/// </summary>
public sealed class Encoder : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _features;

    /// <summary>Creates the network for images of <paramref name="channels"/> channels, at least 1.</summary>
    public Encoder(int channels)
        : base(nameof(Encoder))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        _features = nn.Sequential(
            [
                .. Block(channels, 32), nn.MaxPool2d(2),
                .. Block(32, 64), nn.MaxPool2d(2),
                .. Block(64, 128), nn.MaxPool2d(2),
                .. Block(128, 256),
                Convolution(256, Architecture.LocalChannels),
            ]);
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

    private static nn.Module<Tensor, Tensor>[] Block(int from, int to) =>
        [Convolution(from, to), nn.BatchNorm2d(to), nn.ReLU(inplace: true)];

    private static Conv2d Convolution(int from, int to) => nn.Conv2d(from, to, 3, padding: 1, bias: false);
}
