namespace Morph.Learning.Networks;

/// <summary>One way to see the responses of a window as few numbers: by channel, over square blocks that lie side by side.</summary>
/// <param name="Kind">What is taken of a block.</param>
/// <param name="Side">Side of a block in locations.</param>
public sealed record WindowPool(PoolKind Kind, int Side);

/// <summary>What a pool takes of a block.</summary>
public enum PoolKind
{
    /// <summary>The largest response: what is there at all.</summary>
    Maximum,

    /// <summary>The mean response: how much of it there is.</summary>
    Mean,
}
