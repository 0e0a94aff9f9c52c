using Morph.Domain.Windows;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// The global half of the encode-and-dot critic (Hjelm et al. 2019, appendix A.2): B x 128 to B x 2048,
/// a hidden layer plus a rectified shortcut.
/// </summary>
public sealed class GlobalDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _hidden;
    private readonly Sequential _shortcut;

    /// <summary>Creates the network.</summary>
    public GlobalDiscriminator()
        : base(nameof(GlobalDiscriminator))
    {
        const int width = LocalDiscriminator.Width;
        _hidden = nn.Sequential(
            nn.Linear(WindowEmbedding.Length, width, hasBias: false),
            nn.BatchNorm1d(width),
            nn.ReLU(inplace: true),
            nn.Linear(width, width, hasBias: false));
        _shortcut = nn.Sequential(nn.Linear(WindowEmbedding.Length, width, hasBias: false), nn.ReLU(inplace: true));
        register_module("g1", _hidden);
        register_module("g2", _shortcut);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _hidden.call(input).add_(_shortcut.call(input));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hidden.Dispose();
            _shortcut.Dispose();
        }

        base.Dispose(disposing);
    }
}
