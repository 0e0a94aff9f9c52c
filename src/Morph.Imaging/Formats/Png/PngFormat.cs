namespace Morph.Imaging.Formats.Png;

/// <summary>PNG of 8 or 16 bits: gray, gray and alpha, RGB, RGBA; every sample a page. 16 bits stay 16 bits.</summary>
internal sealed class PngFormat : IImageFormat
{
    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith(PngHeader.Signature);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        var header = Parse(file, budget);
        return new("PNG", header.Height, header.Width, 1, header.Samples, header.BitDepth);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        var header = Parse(file, budget);
        budget.CheckBuffer(file.Length);
        PageNumbers.Check(pages, header.Samples);
        var samples = PngDecoder.Decode(header, file.ReadAll(), pages);
        return [.. samples.Select(pixels => new Plane(header.Height, header.Width, header.BitDepth, pixels))];
    }

    private static PngHeader Parse(FileBytes file, PixelBudget budget)
    {
        var header = PngHeader.Parse(file.ReadStart(PngHeader.FileStart), file.Length, budget);
        return header.BitDepth >= 8
            ? header
            : throw new InvalidDataException("a PNG of 1-bit gray is a mask, not an image with intensities; convert the original to 8- or 16-bit gray");
    }
}
