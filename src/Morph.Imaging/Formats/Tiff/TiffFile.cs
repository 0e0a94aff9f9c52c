using System.Buffers.Binary;

namespace Morph.Imaging.Formats.Tiff;

/// <summary>An open TIFF or BigTIFF file and the order of its bytes.</summary>
/// <param name="Bytes">The open file.</param>
/// <param name="LittleEndian">"II": the low byte of a number comes first.</param>
/// <param name="Big">BigTIFF: offsets of 64 bits.</param>
internal sealed record TiffFile(FileBytes Bytes, bool LittleEndian, bool Big)
{
    /// <summary>Pages beyond which a file is taken for damaged.</summary>
    private const int MaxDirectories = 1 << 16;

    /// <summary>Whether a file begins as TIFF or BigTIFF.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) || start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8);

    /// <summary>A whole number of 1, 2, 4 or 8 bytes in the file's order.</summary>
    public ulong Number(ReadOnlySpan<byte> bytes, int size) => size switch
    {
        1 => bytes[0],
        2 => LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => LittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>All directories that hold full images, in file order; reduced copies and masks are left out.</summary>
    /// <exception cref="InvalidDataException">The chain of directories is damaged, or a loop.</exception>
    public static IReadOnlyList<TiffDirectory> Directories(FileBytes bytes)
    {
        var start = bytes.ReadStart(16);
        if (start.Length < 8)
        {
            throw new InvalidDataException("the TIFF file is truncated: its header is incomplete");
        }

        var file = new TiffFile(bytes, start[0] == 'I', start[2] == '+' || start[3] == '+');
        if (file.Big && start.Length < 16)
        {
            throw new InvalidDataException("the TIFF file is truncated: its header is incomplete");
        }

        var next = file.Big ? file.Number(start.AsSpan(8), 8) : file.Number(start.AsSpan(4), 4);
        var seen = new HashSet<ulong>();
        var directories = new List<TiffDirectory>();
        while (next != 0)
        {
            if (!seen.Add(next) || seen.Count > MaxDirectories)
            {
                throw new InvalidDataException("the TIFF file is damaged: its pages follow each other in a circle");
            }

            var directory = TiffDirectory.Read(file, next);
            if ((directory.First(TiffTag.NewSubfileType, 0) & 5) == 0)
            {
                directories.Add(directory);
            }

            next = directory.Next;
        }

        return directories.Count > 0 ? directories : throw new InvalidDataException("the TIFF file is damaged: it has no image");
    }
}
