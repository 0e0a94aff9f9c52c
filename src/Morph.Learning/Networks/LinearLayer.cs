namespace Morph.Learning.Networks;

/// <summary>A linear layer of the head, and what follows it.</summary>
/// <param name="From">Numbers in.</param>
/// <param name="To">Numbers out.</param>
/// <param name="End">What follows the products; an open layer has a bias only where <paramref name="Bias"/> says so.</param>
/// <param name="Bias">Whether an open layer has a bias.</param>
public sealed record LinearLayer(int From, int To, LayerEnd End, bool Bias = false)
{
    /// <summary>Modules that the layer is made of: the products come first, their batch norm next.</summary>
    internal int Modules => 1 + (int)End;
}
