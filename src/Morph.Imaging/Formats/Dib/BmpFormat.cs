using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Dib;

/// <summary>A plain bitmap behind a file header of 14 bytes ("BM", where the pixels begin at byte 10).</summary>
internal sealed class BmpFormat : IImageFormat
{
    private const int FileHeader = 14;

    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("BM"u8) && start.Length >= FileHeader + DibHeader.Length;

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        var header = Parse(file, budget, out _);
        return new("BMP", header.Height, header.Width, 1, PlainLayout.Samples(header), 8);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        var header = Parse(file, budget, out var pixelsAt);
        return ReadPlain(file, header, FileHeader + header.HeaderSize, pixelsAt, pages, budget);
    }

    /// <summary>Reads pages of a bitmap whose header is checked.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="header">Its bitmap header.</param>
    /// <param name="paletteAt">Where the palette begins.</param>
    /// <param name="pixelsAt">Where the pixels begin.</param>
    /// <param name="pages">Which samples.</param>
    /// <param name="budget">What may be allocated.</param>
    internal static Plane[] ReadPlain(FileBytes file, DibHeader header, long paletteAt, long pixelsAt, IReadOnlyList<int> pages, PixelBudget budget)
    {
        PageNumbers.Check(pages, PlainLayout.Samples(header));
        var bytes = PlainLayout.RowBytes(header) * header.Height;
        budget.CheckBuffer(bytes);
        byte[] grays = header.Bits == 8 ? PlainLayout.GrayPalette(file.ReadExactly((ulong)paletteAt, (ulong)PlainLayout.PaletteBytes(header))) : [];
        var rows = file.ReadExactly((ulong)pixelsAt, (ulong)bytes);
        return [.. pages.Select(page => PlainLayout.ToPlane(header, rows, grays, page))];
    }

    private static DibHeader Parse(FileBytes file, PixelBudget budget, out long pixelsAt)
    {
        var start = file.ReadStart(FileHeader + DibHeader.Length);
        if (!DibHeader.Recognises(start.AsSpan(FileHeader)))
        {
            throw new InvalidDataException("this kind of BMP is not supported, or it is damaged; save it as 8-bit gray, or as TIFF or PNG");
        }

        var header = DibHeader.Parse(start.AsSpan(FileHeader));
        pixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(10));
        PlainLayout.Check(header, pixelsAt, file.Length, budget);
        return header.Bits == 16
            ? throw new InvalidDataException("a 16-bit BMP holds packed colours, not intensities; convert it to 8-bit gray BMP, or to 16-bit TIFF or PNG")
            : header;
    }
}
