using System.Globalization;

namespace Morph.Imaging.Formats;

/// <summary>What a file's header may make the program allocate.</summary>
/// <param name="MaxPixels">Largest number of pixels of one plane (<c>morph.load.max-pixels</c>).</param>
internal readonly record struct PixelBudget(long MaxPixels)
{
    /// <summary>Checks a claimed size before anything is allocated for it.</summary>
    /// <param name="width">Columns the header claims.</param>
    /// <param name="height">Rows the header claims.</param>
    /// <param name="bitsPerPixel">Stored bits of a pixel, all its samples together.</param>
    /// <param name="stored">Bytes that can hold the pixels: what is left of the file, at most.</param>
    /// <param name="ratio">How many bytes one stored byte can become: 1 without compression.</param>
    /// <exception cref="InvalidDataException">The size is 0, above the limit, or cannot be in so few bytes.</exception>
    public void Check(long width, long height, int bitsPerPixel, long stored, int ratio)
    {
        if (width <= 0 || height <= 0)
        {
            throw new InvalidDataException($"its header claims a size of {Size(width, height)} pixels");
        }

        if (width > MaxPixels || height > MaxPixels || width * height > MaxPixels || width * height > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"its header claims {Size(width, height)} pixels, more than the limit of {MaxPixels.ToString("N0", CultureInfo.InvariantCulture)}; "
                + "if the image really is that large, raise morph.load.max-pixels");
        }

        // A compressor has a largest ratio; the slack is for streams whose first bytes already are data.
        var needed = width * height / 8.0 * bitsPerPixel;
        if (needed > ((double)stored + 64) * ratio - (ratio == 1 ? 64 : 0))
        {
            throw new InvalidDataException(
                $"the file is truncated or damaged: its header claims {Size(width, height)} pixels of {bitsPerPixel} bits, "
                + $"which its {stored} bytes cannot hold; copy or export it again");
        }
    }

    /// <summary>Checks the size of a working buffer (a strip, a tile, a file held in memory).</summary>
    /// <exception cref="InvalidDataException">It is more than eight bytes for each allowed pixel, or than any array holds.</exception>
    public void CheckBuffer(long bytes)
    {
        if (bytes < 0 || bytes / 8 > MaxPixels || bytes > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"reading it needs a buffer of {bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, more than morph.load.max-pixels allows");
        }
    }

    private static string Size(long width, long height) => string.Create(CultureInfo.InvariantCulture, $"{width} x {height}");
}
