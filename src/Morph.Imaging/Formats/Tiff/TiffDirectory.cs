namespace Morph.Imaging.Formats.Tiff;

/// <summary>The numbers of the tags that are used (TIFF 6.0, and its technical note 2 for JPEG).</summary>
internal enum TiffTag
{
    /// <summary>Bit 0: a reduced copy of another image; bit 2: a transparency mask.</summary>
    NewSubfileType = 254,

    /// <summary>Columns.</summary>
    Width = 256,

    /// <summary>Rows.</summary>
    Height = 257,

    /// <summary>Bits of each sample.</summary>
    BitsPerSample = 258,

    /// <summary>How strips and tiles are compressed.</summary>
    Compression = 259,

    /// <summary>What the values mean.</summary>
    Photometric = 262,

    /// <summary>Order of bits in a byte.</summary>
    FillOrder = 266,

    /// <summary>Free text; ImageJ keeps its stack layout here.</summary>
    Description = 270,

    /// <summary>Where the strips begin.</summary>
    StripOffsets = 273,

    /// <summary>Samples per pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>Rows of a strip.</summary>
    RowsPerStrip = 278,

    /// <summary>Bytes of the strips.</summary>
    StripByteCounts = 279,

    /// <summary>1: samples of a pixel together; 2: each sample a plane of its own.</summary>
    PlanarConfiguration = 284,

    /// <summary>1: none; 2: differences of neighbours; 3: floating point.</summary>
    Predictor = 317,

    /// <summary>Columns of a tile.</summary>
    TileWidth = 322,

    /// <summary>Rows of a tile.</summary>
    TileLength = 323,

    /// <summary>Where the tiles begin.</summary>
    TileOffsets = 324,

    /// <summary>Bytes of the tiles.</summary>
    TileByteCounts = 325,

    /// <summary>1: unsigned; 2: signed; 3: floating point; 4: undefined.</summary>
    SampleFormat = 339,

    /// <summary>Tables shared by the JPEG streams of all strips or tiles.</summary>
    JpegTables = 347,
}

/// <summary>One image file directory: its entries, with values read from the file only when asked for.</summary>
internal sealed class TiffDirectory
{
    private readonly Dictionary<int, Entry> _entries;
    private readonly TiffFile _file;

    private TiffDirectory(TiffFile file, Dictionary<int, Entry> entries, ulong next) => (_file, _entries, Next) = (file, entries, next);

    /// <summary>Where the next directory begins; 0 after the last.</summary>
    public ulong Next { get; }

    /// <summary>Reads the directory at an offset.</summary>
    /// <exception cref="InvalidDataException">It lies beyond the end of the file.</exception>
    public static TiffDirectory Read(TiffFile file, ulong offset)
    {
        var countBytes = file.Big ? 8 : 2;
        var entryBytes = file.Big ? 20 : 12;
        var count = file.Number(file.Bytes.ReadExactly(offset, (ulong)countBytes), countBytes);
        if (count is 0 or > 4096)
        {
            throw new InvalidDataException($"the TIFF file is damaged: a directory of {count} entries at position {offset}");
        }

        var offsetBytes = file.Big ? 8 : 4;
        var block = file.Bytes.ReadExactly(offset + (ulong)countBytes, count * (ulong)entryBytes + (ulong)offsetBytes);
        var entries = new Dictionary<int, Entry>((int)count);
        for (var i = 0; i < (int)count; i++)
        {
            var entry = block.AsSpan(i * entryBytes, entryBytes);
            var tag = (int)file.Number(entry, 2);
            entries.TryAdd(tag, new(
                (int)file.Number(entry[2..], 2),
                file.Number(entry[4..], offsetBytes),
                entry[(4 + offsetBytes)..].ToArray()));
        }

        return new(file, entries, file.Number(block.AsSpan((int)count * entryBytes), offsetBytes));
    }

    /// <summary>Whether the directory has the tag.</summary>
    public bool Has(TiffTag tag) => _entries.ContainsKey((int)tag);

    /// <summary>The single value of a tag, or the first of several.</summary>
    /// <exception cref="InvalidDataException">The value is not a whole number, or lies beyond the end of the file.</exception>
    public long First(TiffTag tag, long absent) => Has(tag) && Numbers(tag, 1) is [var value, ..] ? (long)Math.Min(value, long.MaxValue) : absent;

    /// <summary>The values of a tag, at most <paramref name="atMost"/> of them.</summary>
    /// <exception cref="InvalidDataException">They are not whole numbers, or lie beyond the end of the file.</exception>
    public ulong[] Numbers(TiffTag tag, long atMost)
    {
        if (!_entries.TryGetValue((int)tag, out var entry))
        {
            return [];
        }

        var size = entry.Type switch
        {
            1 or 7 => 1,
            3 => 2,
            4 or 13 => 4,
            16 or 18 => 8,
            _ => throw new InvalidDataException($"the TIFF file is damaged: tag {(int)tag} ({tag}) has values of type {entry.Type}"),
        };
        var count = Math.Min(entry.Count, (ulong)Math.Max(0, atMost));
        var bytes = Value(entry, count, size);
        var values = new ulong[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _file.Number(bytes.AsSpan(i * size), size);
        }

        return values;
    }

    /// <summary>The first bytes of a tag's value, at most <paramref name="atMost"/>; empty when there is none.</summary>
    /// <exception cref="InvalidDataException">They lie beyond the end of the file.</exception>
    public byte[] Raw(TiffTag tag, int atMost) =>
        _entries.TryGetValue((int)tag, out var entry) && entry.Type is 1 or 2 or 7 ? Value(entry, Math.Min(entry.Count, (ulong)atMost), 1) : [];

    private byte[] Value(Entry entry, ulong count, int size)
    {
        // What counts is the length of the whole value, not of the part that is wanted: it decides whether the value is stored in place.
        if (entry.Count <= (ulong)(entry.Inline.Length / size))
        {
            return entry.Inline;
        }

        var offset = _file.Number(entry.Inline, entry.Inline.Length);
        return count > (ulong)_file.Bytes.Length
            ? throw new InvalidDataException($"the TIFF file is damaged: a tag claims {count} values")
            : _file.Bytes.ReadExactly(offset, count * (ulong)size);
    }

    private sealed record Entry(int Type, ulong Count, byte[] Inline);
}
