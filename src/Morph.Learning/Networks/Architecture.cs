using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Domain.Windows;

namespace Morph.Learning.Networks;

/// <summary>
/// The networks that represent a window, described by their layers. Convolutions turn pixels into a map of responses, one location for 8 x 8 pixels; pools
/// see the part of the map that belongs to a window as few numbers; linear layers make the embedding of them.
/// </summary>
public sealed class Architecture
{
    /// <summary>One location of the local representation covers this many pixels along each axis.</summary>
    public const int Downscale = 8;

    /// <summary>Smallest window side in pixels.</summary>
    public const int SmallestSide = 64;

    /// <summary>Side of the blocks over which the reference takes its maxima, in locations.</summary>
    private const int ReferenceBlock = 8;

    private Architecture(
        int side,
        WindowBorder border,
        IReadOnlyList<ConvolutionLayer> encoder,
        IReadOnlyList<ConvolutionLayer> summary,
        IReadOnlyList<WindowPool> pools,
        IReadOnlyList<LinearLayer> head)
    {
        (Side, Border, Encoder, Summary, Pools, Head) = (side, border, encoder, summary, pools, head);
        Margin = border == WindowBorder.Zeros
            ? 0
            : encoder.Concat(summary).Reverse().Aggregate(0, (margin, layer) => (layer.Pooled ? 2 * margin : margin) + 1);
    }

    /// <summary>Window side in pixels.</summary>
    public int Side { get; }

    /// <summary>What the networks see beyond a window's border.</summary>
    public WindowBorder Border { get; }

    /// <summary>The encoder's convolutions: pixels to the local representation.</summary>
    public IReadOnlyList<ConvolutionLayer> Encoder { get; }

    /// <summary>Convolutions of the local representation, before the pools.</summary>
    public IReadOnlyList<ConvolutionLayer> Summary { get; }

    /// <summary>How the responses of a window are pooled; the pools' numbers stand side by side.</summary>
    public IReadOnlyList<WindowPool> Pools { get; }

    /// <summary>The linear layers from pooled responses to the embedding.</summary>
    public IReadOnlyList<LinearLayer> Head { get; }

    /// <summary>
    /// Pixels beyond each border of a window on which its embedding depends; what the layers see there comes from real pixels then, not from padding. 0 where
    /// zeros are seen instead.
    /// </summary>
    public int Margin { get; }

    /// <summary>Channels of the images.</summary>
    public int Channels => Encoder[0].From;

    /// <summary>Channels of the local representation.</summary>
    public int LocalChannels => Encoder[^1].To;

    /// <summary>Numbers of the global representation, of which the embedding of a window is made.</summary>
    public int GlobalLength => Head[^1].To;

    /// <summary>Locations of a window along each axis.</summary>
    public int Locations => Side / Downscale;

    /// <summary>Locations beyond each border of a window that the local representation has for the layers of <see cref="Summary"/>.</summary>
    public int LocationsBeyond => Border == WindowBorder.Zeros ? 0 : Summary.Count;

    /// <summary>The networks that a training's settings ask for.</summary>
    /// <param name="settings">Form of the networks, window side and border.</param>
    /// <param name="channels">Channels of the images, at least 1.</param>
    /// <exception cref="ConfigurationException">The side is not a multiple of 8, or below 64.</exception>
    public static Architecture Of(TrainSettings settings, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        CheckSide(settings.Window);
        return settings.Network switch
        {
            NetworkForm.Reference => Reference(settings, channels),
            NetworkForm.Pooled => Pooled(settings, channels),
            _ => throw new InvalidOperationException($"The network {settings.Network} is unknown."),
        };
    }

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

    /// <summary>
    /// Four convolutions that keep the scale of what they see, so that the intensity of a stain stays, and the mean beside the maximum of each response, so that
    /// the density of cells stays; two numbers are left for the density around the window (<see cref="WindowEmbedding"/>).
    /// </summary>
    private static Architecture Pooled(TrainSettings settings, int channels)
    {
        int[] widths = [32, 64, 96, 128];
        var locations = settings.Window / Downscale;
        return new(
            settings.Window,
            settings.Border,
            [.. widths.Select((to, i) => new ConvolutionLayer(i == 0 ? channels : widths[i - 1], to, LayerEnd.Biased, Pooled: i < 3))],
            [],
            [new(PoolKind.Mean, locations), new(PoolKind.Maximum, locations)],
            [new(2 * widths[^1], WindowEmbedding.LearnedLength, LayerEnd.Open, Bias: true)]);
    }

    /// <summary>The networks of the reference (Lu 2023).</summary>
    private static Architecture Reference(TrainSettings settings, int channels)
    {
        const int local = 256, summary = 512, hidden = 256;
        var blocks = settings.Window / Downscale / ReferenceBlock;
        return new(
            settings.Window,
            settings.Border,
            [
                new(channels, 32, LayerEnd.Normalised, Pooled: true),
                new(32, 64, LayerEnd.Normalised, Pooled: true),
                new(64, 128, LayerEnd.Normalised, Pooled: true),
                new(128, local, LayerEnd.Normalised),
                new(local, local, LayerEnd.Open),
            ],
            [new(local, summary, LayerEnd.Normalised)],
            [new(PoolKind.Maximum, ReferenceBlock)],
            [new(summary * blocks * blocks, hidden, LayerEnd.Normalised), new(hidden, WindowEmbedding.Length, LayerEnd.Open)]);
    }
}
