namespace Morph.Imaging.Formats.Jpeg;

/// <summary>8-bit JPEG: gray as one page, colour as three (R, G, B).</summary>
internal sealed class JpegFormat : IImageFormat
{
    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        var header = Parse(file, budget);
        return new("JPEG", header.Height, header.Width, 1, header.Components, 8);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        var header = Parse(file, budget);
        PageNumbers.Check(pages, header.Components);
        budget.CheckBuffer(file.Length);
        budget.CheckBuffer(4L * header.Height * header.Width);
        var samples = JpegDecoder.Decode(file.ReadAll(), header);
        return [.. pages.Select(page => new Plane(header.Height, header.Width, 8, Interleaved.Sample8(samples, header.Components, page)))];
    }

    private static JpegHeader Parse(FileBytes file, PixelBudget budget)
    {
        var header = JpegHeader.Find((at, into) => file.ReadExactly((ulong)at, into));
        budget.Check(header.Width, header.Height, 8, file.Length, JpegHeader.Ratio);
        return header;
    }
}
