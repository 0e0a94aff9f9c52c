using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Local representations to global ones: B x D x side/8 x side/8 to B x 128, by the convolutions, pools and linear layers of an <see cref="Architecture"/>.
/// Locations beyond the last whole block of a pool reach it only through a convolution's neighbourhood. With surroundings there are
/// <see cref="Architecture.LocationsBeyond"/> more locations on each side, which only the convolutions see.
/// </summary>
public sealed class Summarizer : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _features;
    private readonly long _padding;

    /// <summary>Creates the network.</summary>
    public Summarizer(Architecture architecture)
        : base(nameof(Summarizer))
    {
        _features = nn.Sequential(
            [
                .. architecture.Summary.SelectMany(layer => Encoder.Modules(layer, architecture.Border)),
                new WindowPools(architecture.Pools),
                nn.Flatten(),
                .. architecture.Head.SelectMany(Modules),
            ]);
        _padding = Encoder.Padding(architecture.Border);
        register_module("feats", _features);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Encoder.Call(_features, input, _padding);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _features.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Modules(LinearLayer layer)
    {
        yield return nn.Linear(layer.From, layer.To, hasBias: layer.Bias || layer.End == LayerEnd.Biased);
        if (layer.End == LayerEnd.Normalised)
        {
            yield return nn.BatchNorm1d(layer.To);
        }

        if (layer.End != LayerEnd.Open)
        {
            yield return nn.ReLU(inplace: true);
        }
    }
}
