namespace Morph.Imaging.Formats.Dib;

/// <summary>
/// A bitmap that begins with its header: Cellomics (pixels from byte 52, top down) or plain (palette, then padded rows, bottom up).
/// Both have the same header; which one a file is shows in its length.
/// </summary>
internal sealed class DibFormat : IImageFormat
{
    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => DibHeader.Recognises(start);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        var header = Parse(file, budget, out var plain);
        return plain
            ? new("DIB", header.Height, header.Width, 1, PlainLayout.Samples(header), header.Bits == 16 ? 16 : 8)
            : new("Cellomics DIB", header.Height, header.Width, header.Planes, 1, header.Bits);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        var header = Parse(file, budget, out var plain);
        return plain
            ? BmpFormat.ReadPlain(file, header, header.HeaderSize, header.HeaderSize + PlainLayout.PaletteBytes(header), pages, budget)
            : ReadCellomics(file, header, pages, budget);
    }

    private static Plane[] ReadCellomics(FileBytes file, DibHeader header, IReadOnlyList<int> pages, PixelBudget budget)
    {
        PageNumbers.Check(pages, header.Planes);
        var planeBytes = CellomicsLayout.PixelBytes(header) / header.Planes;
        budget.CheckBuffer(planeBytes);
        return [.. pages.Select(page => CellomicsLayout.ToPlane(
            header, file.ReadExactly((ulong)(CellomicsLayout.PixelsAt + page * planeBytes), (ulong)planeBytes)))];
    }

    private static DibHeader Parse(FileBytes file, PixelBudget budget, out bool plain)
    {
        var header = DibHeader.Parse(file.ReadStart(DibHeader.Length));
        var cellomicsLength = CellomicsLayout.PixelsAt + CellomicsLayout.PixelBytes(header);
        plain = header.HeaderSize != 40 || header.TopDown || header.Bits is not (8 or 16);
        if (!plain && file.Length < cellomicsLength)
        {
            CellomicsLayout.Check(header, file.Length, 1, budget);
        }

        plain |= file.Length != cellomicsLength;
        var pixelsAt = header.HeaderSize + PlainLayout.PaletteBytes(header);
        if (!plain)
        {
            CellomicsLayout.Check(header, file.Length, 1, budget);
        }
        else
        {
            PlainLayout.Check(header, pixelsAt, file.Length, budget);
        }

        return header;
    }
}
