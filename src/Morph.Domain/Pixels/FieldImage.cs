namespace Morph.Domain.Pixels;

/// <summary>The raw pixels of one field: C channel planes of H x W, unsigned, as stored in the files.</summary>
public sealed class FieldImage
{
    /// <summary>Wraps pixels in channel-major order.</summary>
    /// <param name="channels">Number of channels C, at least 1.</param>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    /// <param name="pixels">C x H x W values, row-major within each plane.</param>
    /// <exception cref="ArgumentException">The number of pixels is not C x H x W.</exception>
    public FieldImage(int channels, int height, int width, ushort[] pixels)
    {
        if ((long)channels * height * width != pixels.Length)
        {
            throw new ArgumentException($"{pixels.Length} pixels are not {channels} x {height} x {width}.", nameof(pixels));
        }

        (Channels, Height, Width, Pixels) = (channels, height, width, pixels);
    }

    /// <summary>Number of channels C.</summary>
    public int Channels { get; }

    /// <summary>Rows H.</summary>
    public int Height { get; }

    /// <summary>Columns W.</summary>
    public int Width { get; }

    /// <summary>All pixels, C x H x W.</summary>
    public ushort[] Pixels { get; }

    /// <summary>The pixels of one channel, H x W.</summary>
    public ReadOnlySpan<ushort> Plane(int channel) => Pixels.AsSpan(channel * Height * Width, Height * Width);
}
