namespace Morph.Domain.Pixels;

/// <summary>The foreground of one field: H x W booleans.</summary>
public sealed class FieldMask
{
    /// <summary>Wraps a foreground map in row-major order.</summary>
    /// <exception cref="ArgumentException">The number of values is not H x W.</exception>
    public FieldMask(int height, int width, bool[] foreground)
    {
        if ((long)height * width != foreground.Length)
        {
            throw new ArgumentException($"{foreground.Length} values are not {height} x {width}.", nameof(foreground));
        }

        (Height, Width, Foreground) = (height, width, foreground);
    }

    /// <summary>Rows H.</summary>
    public int Height { get; }

    /// <summary>Columns W.</summary>
    public int Width { get; }

    /// <summary>True where a pixel shows cells; H x W, row-major.</summary>
    public bool[] Foreground { get; }

    /// <summary>Share of foreground pixels, 0 to 1.</summary>
    public double ForegroundFraction => Foreground.Length == 0 ? 0 : (double)Foreground.Count(f => f) / Foreground.Length;
}
