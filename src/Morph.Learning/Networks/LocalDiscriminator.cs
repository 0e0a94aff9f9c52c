using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// The local half of the encode-and-dot critic (Hjelm et al. 2019, appendix A.2): R x 256 locations to R x 2048,
/// a hidden layer plus a rectified shortcut, at each location on its own, then a layer norm over the 2048 channels.
/// Its weights are those of convolutions of 1 x 1, as the reference has them. Its batch norm sees the locations it is given.
/// </summary>
public sealed class LocalDiscriminator : nn.Module<Tensor, Tensor>
{
    /// <summary>Width of the space in which local and global representations are compared.</summary>
    public const int Width = 2048;

    private readonly Sequential _hidden;
    private readonly Sequential _shortcut;
    private readonly LayerNorm _norm;
    private readonly Conv2d _first;
    private readonly BatchNorm2d _batchNorm;
    private readonly Conv2d _second;

    /// <summary>Creates the network.</summary>
    /// <param name="from">Channels of the local representation.</param>
    public LocalDiscriminator(int from)
        : base(nameof(LocalDiscriminator))
    {
        ShortcutConvolution = Convolution(from, Width);
        (_first, _batchNorm, _second) = (Convolution(from, Width), nn.BatchNorm2d(Width), Convolution(Width, Width));
        _hidden = nn.Sequential(_first, _batchNorm, nn.ReLU(inplace: true), _second);
        _shortcut = nn.Sequential(ShortcutConvolution, nn.ReLU(inplace: true));
        _norm = nn.LayerNorm(Width);
        register_module("l1", _hidden);
        register_module("l2", _shortcut);
        register_module("norm", _norm);
    }

    /// <summary>The convolution of the shortcut, which starts close to a copy of its input.</summary>
    internal Conv2d ShortcutConvolution { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var normalised = _batchNorm.call(AtEach(input, _first).unsqueeze(2).unsqueeze(3)).flatten(1);
        return _norm.call(AtEach(normalised.relu_(), _second).add_(AtEach(input, ShortcutConvolution).relu_()));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hidden.Dispose();
            _shortcut.Dispose();
            _norm.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A convolution of 1 x 1 of locations that are no image any more: a product of matrices.</summary>
    private static Tensor AtEach(Tensor locations, Conv2d convolution) => nn.functional.linear(locations, convolution.weight!.flatten(1));

    private static Conv2d Convolution(int from, int to) => nn.Conv2d(from, to, 1, bias: false);
}
