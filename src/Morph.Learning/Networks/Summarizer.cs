using Morph.Domain.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Local representations to global ones: B x 256 x side/8 x side/8 to B x 128, by a convolution to 512 channels, 8 x 8 maximum,
/// and two linear layers. Locations beyond the last whole 8 x 8 block (window sides that are no multiple of 64) reach it only
/// through the convolution's neighbourhood. With surroundings there is one more location on each side, which only the convolution sees.
/// </summary>
public sealed class Summarizer : nn.Module<Tensor, Tensor>
{
    /// <summary>Locations along each axis over which a channel's maximum is taken.</summary>
    public const int Pool = 8;

    private const int Hidden = 256;

    private readonly Sequential _features;

    /// <summary>Creates the network for windows of <paramref name="side"/> pixels.</summary>
    /// <exception cref="Domain.Errors.ConfigurationException">The side is not a multiple of 8, or below 64.</exception>
    public Summarizer(int side, WindowBorder border)
        : base(nameof(Summarizer))
    {
        Architecture.CheckSide(side);
        Side = side;
        var blocks = side / Architecture.Downscale / Pool;
        _features = nn.Sequential(
            [
                .. Encoder.Modules(Architecture.SummaryLayer, border),
                nn.MaxPool2d(Pool),
                nn.Flatten(),
                nn.Linear(Architecture.SummaryLayer.To * blocks * blocks, Hidden, hasBias: false),
                nn.BatchNorm1d(Hidden),
                nn.ReLU(inplace: true),
                nn.Linear(Hidden, Architecture.EmbeddingLength, hasBias: false),
            ]);
        register_module("feats", _features);
    }

    /// <summary>Window side in pixels.</summary>
    public int Side { get; }

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
}
