using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Tells uniform noise from global representations: B x D to B x 1 logits. The probability is their sigmoid; losses take the logits,
/// so that they stay finite.
/// </summary>
public sealed class PriorDiscriminator : nn.Module<Tensor, Tensor>
{
    private const int Hidden = 512;

    private readonly Sequential _layers;

    /// <summary>Creates the network.</summary>
    /// <param name="length">Numbers D of a global representation.</param>
    public PriorDiscriminator(int length)
        : base(nameof(PriorDiscriminator))
    {
        _layers = nn.Sequential(
            nn.Linear(length, Hidden, hasBias: false),
            nn.BatchNorm1d(Hidden),
            nn.ReLU(inplace: true),
            nn.Linear(Hidden, Hidden, hasBias: false),
            nn.BatchNorm1d(Hidden),
            nn.ReLU(inplace: true),
            nn.Linear(Hidden, 1));
        register_module("f", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _layers.call(input);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _layers.Dispose();
        }

        base.Dispose(disposing);
    }
}
