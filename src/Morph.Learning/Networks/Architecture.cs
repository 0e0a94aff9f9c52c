using Morph.Domain.Errors;

namespace Morph.Learning.Networks;

/// <summary>The sizes that all networks share.</summary>
public static class Architecture
{
    /// <summary>Length of the global representation: the embedding of one window.</summary>
    public const int EmbeddingLength = 128;

    /// <summary>Channels of the local representation.</summary>
    public const int LocalChannels = 256;

    /// <summary>Width of the space in which local and global representations are compared.</summary>
    public const int CriticWidth = 2048;

    /// <summary>One location of the local representation covers this many pixels along each axis.</summary>
    public const int Downscale = 8;

    /// <summary>Smallest window side: the summarizer pools 8 x 8 locations.</summary>
    public const int SmallestSide = 64;

    /// <summary>The summarizer's convolution, after which each channel is a maximum over 8 x 8 locations.</summary>
    public static ConvolutionLayer SummaryLayer { get; } = new(LocalChannels, 512);

    /// <summary>
    /// Pixels beyond each border of a window on which its local representation and the summarizer's convolution of it depend: 31. What the layers
    /// between see there comes from real pixels then, not from padding.
    /// </summary>
    public static int Margin { get; } = EncoderLayers(1).Append(SummaryLayer).Reverse().Aggregate(0, (margin, layer) => (layer.Pooled ? 2 * margin : margin) + 1);

    /// <summary>The encoder's layers for images of so many channels.</summary>
    public static IReadOnlyList<ConvolutionLayer> EncoderLayers(int channels) =>
    [
        new(channels, 32, Pooled: true),
        new(32, 64, Pooled: true),
        new(64, 128, Pooled: true),
        new(128, 256),
        new(256, LocalChannels, Normalised: false),
    ];

    /// <summary>Checks a window side in pixels.</summary>
    /// <exception cref="ConfigurationException">The side is not a multiple of 8, or below 64.</exception>
    public static void CheckSide(int side)
    {
        if (side < SmallestSide || side % Downscale != 0)
        {
            throw new ConfigurationException(
                $"morph.train.window is {side}: the networks need a multiple of {Downscale} that is at least {SmallestSide} "
                + $"(the nearest is {Math.Max(SmallestSide, side / Downscale * Downscale)}).");
        }
    }
}
