namespace Morph.Learning.Networks;

/// <summary>A convolution 3 x 3, and what follows it. The networks are described by such layers, so that whoever computes them in another way needs to know nothing else.</summary>
/// <param name="From">Channels in.</param>
/// <param name="To">Channels out.</param>
/// <param name="End">What follows the products.</param>
/// <param name="Pooled">Whether a maximum over 2 x 2 follows.</param>
public sealed record ConvolutionLayer(int From, int To, LayerEnd End, bool Pooled = false)
{
    /// <summary>Modules that the layer is made of: the convolution itself comes first, its batch norm next.</summary>
    internal int Modules => 1 + (int)End + (Pooled ? 1 : 0);
}
