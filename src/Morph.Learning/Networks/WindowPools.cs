using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>The pools of windows, side by side: B x D x h x w responses to B x (pools D) x blocks x blocks numbers.</summary>
internal sealed class WindowPools(IReadOnlyList<WindowPool> pools) : nn.Module<Tensor, Tensor>(nameof(WindowPools))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Pool(Precision.Widen(input), pools);

    /// <summary>All pools of windows that fill their maps.</summary>
    public static Tensor Pool(Tensor responses, IReadOnlyList<WindowPool> pools) => cat([.. pools.Select(pool => Pool(responses, pool, pool.Side))], 1);

    /// <summary>One pool, over blocks that begin every <paramref name="stride"/> locations.</summary>
    public static Tensor Pool(Tensor responses, WindowPool pool, int stride) => pool.Kind switch
    {
        PoolKind.Maximum => nn.functional.max_pool2d(responses, pool.Side, stride: stride),
        PoolKind.Mean => nn.functional.avg_pool2d(responses, pool.Side, stride: stride),
        _ => throw new InvalidOperationException($"The pool {pool.Kind} is unknown."),
    };
}
