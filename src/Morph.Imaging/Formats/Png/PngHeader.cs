using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Png;

/// <summary>The IHDR chunk (PNG specification, 11.2.1), checked.</summary>
/// <param name="Width">Columns W.</param>
/// <param name="Height">Rows H.</param>
/// <param name="BitDepth">Bits of each sample.</param>
/// <param name="Samples">Samples per pixel: gray 1, gray and alpha 2, RGB 3, RGBA 4.</param>
/// <param name="Interlaced">Whether the pixels come in the seven passes of Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int Samples, bool Interlaced)
{
    /// <summary>Deflate shrinks by no more than this.</summary>
    private const int DeflateRatio = 1032;

    /// <summary>Signature, and the IHDR chunk with its length, type and CRC.</summary>
    public const int FileStart = 33;

    /// <summary>The eight bytes every PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>Bits of a pixel, all its samples together.</summary>
    public int BitsPerPixel => BitDepth * Samples;

    /// <summary>Reads and checks the start of a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not supported.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> start, long fileLength, PixelBudget budget)
    {
        if (start.Length < FileStart)
        {
            throw new InvalidDataException($"the PNG file is truncated: it has only {fileLength} bytes");
        }

        var chunk = start[8..FileStart];
        if (BinaryPrimitives.ReadUInt32BigEndian(chunk) != 13 || !chunk[4..8].SequenceEqual("IHDR"u8))
        {
            throw new InvalidDataException("the PNG file is damaged: it does not begin with a header chunk");
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(chunk[21..]) != Crc32.Of(chunk[4..8], chunk[8..21]))
        {
            throw new InvalidDataException("the PNG file is damaged: the checksum of its header is wrong");
        }

        var data = chunk[8..21];
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        var (depth, colour) = (data[8], data[9]);
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw new InvalidDataException("the PNG file is damaged: compression, filter or interlace method is unknown");
        }

        var samples = SamplesOf(colour, depth);
        budget.Check(width, height, depth * samples, fileLength, DeflateRatio);
        return new((int)width, (int)height, depth, samples, data[12] == 1);
    }

    private static int SamplesOf(int colour, int depth) => (colour, depth) switch
    {
        (0, 1 or 8 or 16) => 1,
        (0, 2 or 4) => throw new InvalidDataException($"a PNG of {depth}-bit gray is not supported; convert it to 8-bit gray"),
        (2, 8 or 16) => 3,
        (3, 1 or 2 or 4 or 8) => throw new InvalidDataException(
            "a PNG with a palette is not supported: its values are colour numbers, not intensities; convert it to 8- or 16-bit gray"),
        (4, 8 or 16) => 2,
        (6, 8 or 16) => 4,
        _ => throw new InvalidDataException($"the PNG file is damaged: there is no colour type {colour} of {depth} bits"),
    };
}
