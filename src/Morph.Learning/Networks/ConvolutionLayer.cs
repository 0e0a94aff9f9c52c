namespace Morph.Learning.Networks;

/// <summary>A convolution 3 x 3 without bias, and what follows it. The networks are described by such layers, so that whoever computes them in another way needs to know nothing else.</summary>
/// <param name="From">Channels in.</param>
/// <param name="To">Channels out.</param>
/// <param name="Normalised">Whether batch norm and ReLU follow.</param>
/// <param name="Pooled">Whether a maximum over 2 x 2 follows.</param>
public sealed record ConvolutionLayer(int From, int To, bool Normalised = true, bool Pooled = false);
