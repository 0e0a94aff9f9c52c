using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>
/// Representations to the space in which they are compared, R x D to R x 128: a hidden layer of 256 with ReLU, and a linear one (Chen et al. 2020, section 2.1).
/// Training shapes this space most; the representation before it keeps more of what it saw.
/// </summary>
public sealed class Projection : nn.Module<Tensor, Tensor>
{
    private const int Hidden = 256;
    private const int Length = 128;

    private readonly Sequential _layers;

    /// <summary>Creates the network.</summary>
    /// <param name="name">First part of its weights' names.</param>
    /// <param name="from">Numbers of a representation.</param>
    public Projection(string name, int from)
        : base(nameof(Projection))
    {
        _layers = nn.Sequential(nn.Linear(from, Hidden), nn.ReLU(inplace: true), nn.Linear(Hidden, Length));
        register_module(name, _layers);
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
