using System.IO.Compression;
using Morph.Imaging.Formats.Jpeg;

namespace Morph.Imaging.Formats.Tiff;

/// <summary>Unpacks the strips or tiles of one page.</summary>
internal sealed class TiffChunks
{
    private readonly FileBytes _file;
    private readonly TiffLayout _layout;
    private readonly ulong[] _offsets;
    private readonly ulong[] _counts;
    private readonly byte[] _jpegTables;

    /// <summary>Reads where the strips or tiles are.</summary>
    /// <exception cref="InvalidDataException">There are fewer than the page needs.</exception>
    public TiffChunks(FileBytes file, TiffDirectory page, TiffLayout layout)
    {
        (_file, _layout) = (file, layout);
        var needed = (long)layout.Across * layout.Down * (layout.Separate ? layout.Samples : 1);
        _offsets = page.Numbers(layout.Tiled && page.Has(TiffTag.TileOffsets) ? TiffTag.TileOffsets : TiffTag.StripOffsets, needed);
        var counts = layout.Tiled && page.Has(TiffTag.TileByteCounts) ? TiffTag.TileByteCounts : TiffTag.StripByteCounts;
        _counts = page.Has(counts) || layout.Compression != TiffCompression.None ? page.Numbers(counts, needed) : Uncompressed(layout, _offsets.Length);
        if (_offsets.Length < needed || _counts.Length < needed)
        {
            throw new InvalidDataException(
                $"the TIFF file is damaged: {needed} {(layout.Tiled ? "tiles" : "strips")} are needed, {Math.Min(_offsets.Length, _counts.Length)} are listed");
        }

        _jpegTables = page.Raw(TiffTag.JpegTables, 1 << 16);
    }

    /// <summary>Unpacks one strip or tile.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="rows">Rows of it that lie inside the page: the last strip may be shorter.</param>
    /// <param name="into">Receives at least <paramref name="rows"/> rows of <see cref="TiffLayout.ChunkRowBytes"/>.</param>
    /// <exception cref="InvalidDataException">It is truncated or damaged.</exception>
    public void Unpack(int index, int rows, Span<byte> into)
    {
        var needed = into[..checked((int)(_layout.ChunkRowBytes * rows))];
        var stored = _layout.Compression == TiffCompression.None ? Math.Min(_counts[index], (ulong)needed.Length) : _counts[index];
        var packed = _file.ReadExactly(_offsets[index], stored);
        var written = _layout.Compression switch
        {
            TiffCompression.None => CopyStored(packed, needed),
            TiffCompression.Lzw => LzwDecoder.Decode(packed, needed),
            TiffCompression.PackBits => PackBitsDecoder.Decode(packed, needed),
            TiffCompression.Deflate => Inflate(packed, needed),
            _ => DecodeJpeg(packed, needed, rows),
        };
        if (written < needed.Length)
        {
            throw new InvalidDataException(
                $"the TIFF file is truncated or damaged: {(_layout.Tiled ? "tile" : "strip")} {index + 1} holds {written} of {needed.Length} bytes; copy or export it again");
        }
    }

    private static ulong[] Uncompressed(TiffLayout layout, int chunks)
    {
        var counts = new ulong[chunks];
        for (var i = 0; i < chunks; i++)
        {
            var rows = layout.Tiled ? layout.ChunkHeight : Math.Min(layout.ChunkHeight, layout.Height - i % layout.Down * layout.ChunkHeight);
            counts[i] = (ulong)(layout.ChunkRowBytes * rows);
        }

        return counts;
    }

    private static int CopyStored(byte[] packed, Span<byte> into)
    {
        packed.CopyTo(into);
        return packed.Length;
    }

    private static int Inflate(byte[] packed, Span<byte> into)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        return zlib.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }

    private int DecodeJpeg(byte[] packed, Span<byte> into, int rows)
    {
        var stream = WithTables(packed);
        var header = JpegHeader.Find((at, bytes) => CopyWithin(stream, at, bytes));
        if (header.Components != _layout.SamplesTogether || header.Width != _layout.ChunkWidth || header.Height < rows || header.Height > _layout.ChunkHeight)
        {
            throw new InvalidDataException("the TIFF file is damaged: a JPEG strip or tile has another size than the page says");
        }

        var samples = JpegDecoder.Decode(stream, header).AsSpan();
        samples = samples[..Math.Min(samples.Length, into.Length)];
        samples.CopyTo(into);
        return samples.Length;
    }

    /// <summary>A strip's stream lacks the tables that all strips share: they go in behind its first marker.</summary>
    private byte[] WithTables(byte[] packed)
    {
        if (packed.Length < 4 || packed[0] != 0xFF || packed[1] != 0xD8)
        {
            throw new InvalidDataException("the TIFF file is damaged: a JPEG strip or tile does not begin as one");
        }

        return _jpegTables.Length > 4 ? [.. _jpegTables.AsSpan(0, _jpegTables.Length - 2), .. packed.AsSpan(2)] : packed;
    }

    private static void CopyWithin(byte[] stream, long at, byte[] into)
    {
        if (at + into.Length > stream.Length)
        {
            throw new InvalidDataException("the JPEG data is truncated");
        }

        stream.AsSpan((int)at, into.Length).CopyTo(into);
    }
}
