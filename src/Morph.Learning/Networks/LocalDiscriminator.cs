using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// The local half of the encode-and-dot critic (Hjelm et al. 2019, appendix A.2): B x 256 x h x w to B x (h w) x 2048,
/// a hidden layer plus a rectified shortcut, at each location on its own, then a layer norm over the 2048 channels.
/// Its batch norm sees every location, background included.
/// </summary>
public sealed class LocalDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _hidden;
    private readonly Sequential _shortcut;
    private readonly LayerNorm _norm;

    /// <summary>Creates the network.</summary>
    public LocalDiscriminator()
        : base(nameof(LocalDiscriminator))
    {
        const int width = Architecture.CriticWidth;
        ShortcutConvolution = Convolution(Architecture.LocalChannels, width);
        _hidden = nn.Sequential(
            Convolution(Architecture.LocalChannels, width),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace: true),
            Convolution(width, width));
        _shortcut = nn.Sequential(ShortcutConvolution, nn.ReLU(inplace: true));
        _norm = nn.LayerNorm(width);
        register_module("l1", _hidden);
        register_module("l2", _shortcut);
        register_module("norm", _norm);
    }

    /// <summary>The convolution of the shortcut, which starts close to a copy of its input.</summary>
    internal Conv2d ShortcutConvolution { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        _norm.call(_hidden.call(input).add_(_shortcut.call(input)).flatten(2).transpose(1, 2));

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

    private static Conv2d Convolution(int from, int to) => nn.Conv2d(from, to, 1, bias: false);
}
