using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;

namespace Morph.Imaging.Tests.Formats;

/// <summary>TIFF files for the tests: of every kind by an independent library, and some by hand.</summary>
internal static class TiffFiles
{
    // Neither divides the strip or the tile, so that last strips and tiles at the border are partly outside.
    public const int Height = 53;
    public const int Width = 71;

    /// <summary>A file of one strip: header, directory, pixels; BigTIFF little-endian, else big-endian.</summary>
    public static byte[] ByHand(bool big, (int Tag, int Value)[] tags, byte[] pixels)
    {
        var (header, count, entry, next) = big ? (16, 8, 20, 8) : (8, 2, 12, 4);
        var at = header + count + (tags.Length + 2) * entry + next;
        (int Tag, int Value)[] entries = [.. tags, (273, at), (279, pixels.Length)];
        var bytes = new byte[at + pixels.Length];
        ((byte[])(big ? [73, 73, 43, 0, 8, 0, 0, 0, 16] : [77, 77, 0, 42, 0, 0, 0, 8])).CopyTo(bytes, 0);
        bytes[header + (big ? 0 : 1)] = (byte)entries.Length;
        for (var i = 0; i < entries.Length; i++)
        {
            var into = bytes.AsSpan(header + count + i * entry, entry);
            if (big)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(into, (ushort)entries[i].Tag);
                into[2] = 16; // values of 64 bits
                into[4] = 1;
                BinaryPrimitives.WriteInt64LittleEndian(into[12..], entries[i].Value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)entries[i].Tag);
                into[3] = 4; // values of 32 bits
                into[7] = 1;
                BinaryPrimitives.WriteInt32BigEndian(into[8..], entries[i].Value);
            }
        }

        pixels.CopyTo(bytes, at);
        return bytes;
    }

    public static ushort Value(int y, int x, int sample, int bits) => (ushort)(((y * 131 + x * 517 + sample * 71 + x / 9 * 4000) ^ (y / 7 * 300)) & ((1 << bits) - 1));

    public static int Smooth(int y, int x, int sample) => 128 + (int)(60 * Math.Sin((x + 9 * sample) / 17.0) + 40 * Math.Cos(y / 13.0));

    public static void Write(
        Tiff tiff, bool tiled, Compression compression, int bits, int samples, PlanarConfig planar, bool inverted, Predictor predictor,
        int offset = 0, bool smooth = false, int rowsPerStrip = 16)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
        tiff.SetField(TiffTag.PLANARCONFIG, planar);
        tiff.SetField(TiffTag.COMPRESSION, compression);
        var ycc = compression == Compression.JPEG && samples == 3;
        tiff.SetField(TiffTag.PHOTOMETRIC, ycc ? Photometric.YCBCR : samples == 3 ? Photometric.RGB : inverted ? Photometric.MINISWHITE : Photometric.MINISBLACK);
        if (ycc)
        {
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
        }

        if (predictor != Predictor.NONE)
        {
            tiff.SetField(TiffTag.PREDICTOR, predictor);
        }

        var (chunkHeight, chunkWidth) = tiled ? (16, 32) : (rowsPerStrip, Width);
        if (tiled)
        {
            tiff.SetField(TiffTag.TILEWIDTH, chunkWidth);
            tiff.SetField(TiffTag.TILELENGTH, chunkHeight);
        }
        else
        {
            tiff.SetField(TiffTag.ROWSPERSTRIP, chunkHeight);
        }

        var together = planar == PlanarConfig.CONTIG ? samples : 1;
        var index = 0;
        for (var plane = 0; plane < samples / together; plane++)
        {
            for (var top = 0; top < Height; top += chunkHeight)
            {
                for (var left = 0; left < Width; left += chunkWidth)
                {
                    var rows = tiled ? chunkHeight : Math.Min(chunkHeight, Height - top);
                    var chunk = new byte[rows * chunkWidth * together * bits / 8];
                    for (var i = 0; i < rows * chunkWidth * together; i++)
                    {
                        var (y, x, s) = (top + i / together / chunkWidth, left + i / together % chunkWidth + offset, plane + i % together);
                        var value = smooth ? (ushort)Smooth(y, x, s) : Value(y, x, s, bits);
                        if (bits == 8)
                        {
                            chunk[i] = (byte)value;
                        }
                        else
                        {
                            BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(2 * i), value);
                        }
                    }

                    _ = tiled ? tiff.WriteEncodedTile(index, chunk, chunk.Length) : tiff.WriteEncodedStrip(index, chunk, chunk.Length);
                    index++;
                }
            }
        }
    }

    public static void SetStripOffset(byte[] file, int directory, int value)
    {
        for (var at = directory + 2; ; at += 12)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at)) == 273)
            {
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at + 8), value);
                return;
            }
        }
    }
}
