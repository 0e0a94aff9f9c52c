using System.IO.Compression;

namespace Morph.Imaging.Formats.Dib;

/// <summary>A compressed Cellomics image: four magic bytes, then a zlib stream of a Cellomics DIB.</summary>
internal sealed class C01Format : IImageFormat
{
    private const int Magic = 4;
    private const int DeflateRatio = 1032;

    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length > Magic + 2 && (start[Magic] & 0x0F) == 8 && (start[Magic] << 8 | start[Magic + 1]) % 31 == 0;

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        // The header's 52 bytes unpack from far fewer than a kilobyte.
        using var unpacked = Unpack(file.ReadStart(1024));
        var header = Parse(unpacked, file.Length, budget);
        return new("C01", header.Height, header.Width, header.Planes, 1, header.Bits);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        budget.CheckBuffer(file.Length);
        using var unpacked = Unpack(file.ReadAll());
        var header = Parse(unpacked, file.Length, budget);
        PageNumbers.Check(pages, header.Planes);
        var bytes = CellomicsLayout.PixelBytes(header);
        budget.CheckBuffer(bytes);
        var all = new byte[bytes];
        Fill(unpacked, all);
        CheckEnd(unpacked);
        var planeBytes = all.Length / header.Planes;
        return [.. pages.Select(page => CellomicsLayout.ToPlane(header, all.AsSpan(page * planeBytes, planeBytes)))];
    }

    private static ZLibStream Unpack(byte[] file) => new(new MemoryStream(file, Magic, file.Length - Magic), CompressionMode.Decompress);

    private static DibHeader Parse(ZLibStream unpacked, long fileLength, PixelBudget budget)
    {
        var start = new byte[CellomicsLayout.PixelsAt];
        Fill(unpacked, start);
        if (!DibHeader.Recognises(start))
        {
            throw new InvalidDataException("its content is not an image that can be read; export it as 8- or 16-bit TIFF or PNG");
        }

        var header = DibHeader.Parse(start);
        CellomicsLayout.Check(header, fileLength, DeflateRatio, budget);
        return header;
    }

    /// <summary>Reading on at the end of the pixels makes zlib compare its checksum.</summary>
    private static void CheckEnd(ZLibStream unpacked) => Try(() => _ = unpacked.ReadByte());

    private static void Fill(ZLibStream unpacked, byte[] into) => Try(() => unpacked.ReadExactly(into));

    private static void Try(Action unpack)
    {
        try
        {
            unpack();
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException("the C01 file is truncated or damaged: its pixels cannot be unpacked; copy or export it again", wrong);
        }
    }
}
