namespace Morph.Imaging.Formats.Tiff;

/// <summary>The compressions that are read.</summary>
internal enum TiffCompression
{
    /// <summary>Stored as they are.</summary>
    None,

    /// <summary>LZW.</summary>
    Lzw,

    /// <summary>zlib.</summary>
    Deflate,

    /// <summary>Runs of bytes.</summary>
    PackBits,

    /// <summary>A JPEG stream for each strip or tile.</summary>
    Jpeg,
}

/// <summary>Numbers and bounds of the compressions.</summary>
internal static class TiffCompressions
{
    /// <summary>The compression of a number in the file.</summary>
    /// <exception cref="InvalidDataException">It is not supported.</exception>
    public static TiffCompression Of(long number) => number switch
    {
        1 => TiffCompression.None,
        5 => TiffCompression.Lzw,
        8 or 32946 => TiffCompression.Deflate,
        32773 => TiffCompression.PackBits,
        7 => TiffCompression.Jpeg,
        _ => throw new InvalidDataException(
            $"TIFF compression {number}{Name(number)} is not supported; save it uncompressed, or with LZW, deflate or PackBits"),
    };

    /// <summary>How many bytes one stored byte can become at most.</summary>
    public static int Ratio(this TiffCompression compression) => compression switch
    {
        TiffCompression.None => 1,
        TiffCompression.Lzw => 2731, // a 12-bit code names at most 4096 bytes
        TiffCompression.Deflate => 1032,
        TiffCompression.PackBits => 64,
        _ => Jpeg.JpegHeader.Ratio * 3,
    };

    private static string Name(long number) => number switch
    {
        2 or 3 or 4 => " (fax)",
        6 => " (old JPEG)",
        33003 or 33005 or 34712 => " (JPEG 2000)",
        34925 => " (LZMA)",
        50000 => " (Zstandard)",
        50001 => " (WebP)",
        _ => "",
    };
}
