using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;
using static Morph.Imaging.Tests.Formats.TiffFiles;

namespace Morph.Imaging.Tests.Formats;

/// <summary>Files of every supported kind of TIFF, written by an independent library.</summary>
public class TiffVariantsTests : IDisposable
{
    private static readonly PlaneReader Reader = new(1_000_000);
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("image.tif");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool, Compression, int, int, PlanarConfig, bool, Predictor> Variants()
    {
        var variants = new TheoryData<string, bool, Compression, int, int, PlanarConfig, bool, Predictor>();
        foreach (var mode in new[] { "wl", "wb" })
        {
            foreach (var tiled in new[] { false, true })
            {
                foreach (var compression in new[] { Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.DEFLATE, Compression.PACKBITS })
                {
                    foreach (var bits in new[] { 8, 16 })
                    {
                        variants.Add(mode, tiled, compression, bits, 1, PlanarConfig.CONTIG, false, Predictor.NONE);
                        variants.Add(mode, tiled, compression, bits, 3, PlanarConfig.CONTIG, false, Predictor.NONE);
                        variants.Add(mode, tiled, compression, bits, 3, PlanarConfig.SEPARATE, true, Predictor.NONE);
                        // The library takes differences of swapped 16-bit values, against section 14; those are checked by hand below.
                        if (compression is Compression.LZW or Compression.ADOBE_DEFLATE && (bits == 8 || mode == "wl"))
                        {
                            variants.Add(mode, tiled, compression, bits, 1, PlanarConfig.CONTIG, false, Predictor.HORIZONTAL);
                            variants.Add(mode, tiled, compression, bits, 3, PlanarConfig.CONTIG, false, Predictor.HORIZONTAL);
                        }
                    }
                }
            }
        }

        return variants;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_gives_the_pixels_written(
        string mode, bool tiled, Compression compression, int bits, int samples, PlanarConfig planar, bool inverted, Predictor predictor)
    {
        inverted &= samples == 1;
        using (var tiff = Tiff.Open(File, mode))
        {
            Write(tiff, tiled, compression, bits, samples, planar, inverted, predictor);
        }

        var header = Reader.ReadHeader(File);
        Assert.Equal(("TIFF", Height, Width, 1, samples, bits), (header.Format, header.Height, header.Width, header.Frames, header.SamplesPerPixel, header.BitsPerSample));
        var planes = Reader.Read(File, [.. Enumerable.Range(0, samples).Reverse()]).Reverse().ToList();
        for (var s = 0; s < samples; s++)
        {
            Assert.Equal(Enumerable.Range(0, Height * Width).Select(i => Value(i / Width, i % Width, s, bits)), planes[s].Pixels);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void White_is_zero_is_turned_round(int bits)
    {
        using (var tiff = Tiff.Open(File, "w"))
        {
            Write(tiff, false, Compression.LZW, bits, 1, PlanarConfig.CONTIG, true, Predictor.NONE);
        }

        var white = (1 << bits) - 1;
        Assert.Equal(Enumerable.Range(0, Height * Width).Select(i => (ushort)(white - Value(i / Width, i % Width, 0, bits))), Reader.Read(File, 0).Pixels);
    }

    [Fact]
    public void Pages_of_several_directories_are_read_and_reduced_copies_left_out()
    {
        using (var tiff = Tiff.Open(File, "w"))
        {
            for (var page = 0; page < 4; page++)
            {
                tiff.SetField(TiffTag.SUBFILETYPE, page == 2 ? FileType.REDUCEDIMAGE : FileType.PAGE);
                Write(tiff, false, Compression.NONE, 8, 1, PlanarConfig.CONTIG, false, Predictor.NONE, offset: page);
                tiff.WriteDirectory();
            }
        }

        Assert.Equal(3, Reader.ReadHeader(File).Pages);
        Assert.Equal([Value(0, 3, 0, 8), Value(0, 0, 0, 8), Value(0, 1, 0, 8)], Reader.Read(File, [2, 0, 1]).Select(p => p.Pixels[0]));
        Assert.Equal($"{File}: page 4 is asked for, but the file has 3.", Assert.Throws<ImageException>(() => Reader.Read(File, 3)).Message);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void JPEG_inside_TIFF_is_near_to_what_was_written(int samples, bool tiled)
    {
        using (var tiff = Tiff.Open(File, "w"))
        {
            tiff.SetField(TiffTag.JPEGQUALITY, 95);
            Write(tiff, tiled, Compression.JPEG, 8, samples, PlanarConfig.CONTIG, false, Predictor.NONE, smooth: true);
        }

        var planes = Reader.Read(File, [.. Enumerable.Range(0, samples)]);
        for (var s = 0; s < samples; s++)
        {
            var errors = planes[s].Pixels.Select((v, i) => Math.Abs(v - Smooth(i / Width, i % Width, s))).ToList();
            Assert.InRange(errors.Average(), 0, 2.0);
        }
    }

    [Fact]
    public void A_BigTIFF_is_read()
    {
        System.IO.File.WriteAllBytes(File, ByHand(true, [(256, 2), (257, 2), (258, 8), (259, 1), (262, 1)], [1, 2, 3, 4]));
        Assert.Equal([1, 2, 3, 4], Reader.Read(File, 0).Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Differences_of_big_endian_values_carry_from_the_low_to_the_high_byte()
    {
        System.IO.File.WriteAllBytes(File, ByHand(false, [(256, 3), (257, 1), (258, 16), (259, 1), (262, 1), (317, 2)], [0, 255, 0, 1, 255, 255]));
        Assert.Equal([255, 256, 255], Reader.Read(File, 0).Pixels.Select(p => (int)p));
    }

    [Theory]
    [InlineData(259, 3, "TIFF compression 3 (fax) is not supported")]
    [InlineData(258, 12, "a TIFF of 12-bit unsigned values is not supported")]
    [InlineData(262, 8, "a TIFF of photometric interpretation 8 is not supported")]
    [InlineData(266, 2, "a TIFF with reversed bit order is not supported")]
    [InlineData(317, 3, "a TIFF with predictor 3 is not supported")]
    [InlineData(256, 100_000, "its header claims 100000 x 20 pixels, more than the limit of 1,000,000; if the image really is that large, raise morph.load.max-pixels")]
    [InlineData(256, 2000, "its header claims 2000 x 20 pixels of 8 bits, which its")]
    [InlineData(256, 0, "its header claims a size of 0 x 20 pixels")]
    [InlineData(278, 0, "strips of 20 x 0 pixels")]
    public void What_is_not_supported_or_absurd_is_said(int tag, int value, string message)
    {
        (int, int)[] good = [(256, 20), (257, 20), (258, 8), (259, 1), (262, 1)];
        System.IO.File.WriteAllBytes(File, ByHand(false, [.. good.Where(e => e.Item1 != tag), (tag, value)], new byte[400]));
        Assert.Contains(message, Assert.Throws<ImageException>(() => Reader.ReadHeader(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ImageJ_stack_behind_one_directory_has_all_its_planes()
    {
        using (var tiff = Tiff.Open(File, "wb"))
        {
            tiff.SetField(TiffTag.IMAGEDESCRIPTION, "ImageJ=1.53t\nimages=3\nslices=3\n");
            tiff.SetField(TiffTag.ROWSPERSTRIP, Height);
            Write(tiff, false, Compression.NONE, 16, 1, PlanarConfig.CONTIG, false, Predictor.NONE, rowsPerStrip: Height);
        }

        // ImageJ puts the directory first and the planes right behind each other.
        var written = System.IO.File.ReadAllBytes(File);
        var directory = BinaryPrimitives.ReadInt32BigEndian(written.AsSpan(4));
        var moved = (byte[])[.. written, .. Plane(0), .. Plane(1), .. Plane(2)];
        SetStripOffset(moved, directory, written.Length);
        System.IO.File.WriteAllBytes(File, moved);
        Assert.Equal((3, 3), (Reader.ReadHeader(File).Frames, Reader.ReadHeader(File).Pages));
        Assert.Equal(Enumerable.Range(0, Height * Width).Select(i => Value(i / Width, i % Width + 2, 0, 16)), Reader.Read(File, 2).Pixels);

        System.IO.File.WriteAllBytes(File, moved[..^1]);
        Assert.Contains("an ImageJ stack of 3 planes needs", Assert.Throws<ImageException>(() => Reader.ReadHeader(File)).Message, StringComparison.Ordinal);

        static byte[] Plane(int offset) => [.. Enumerable.Range(0, Height * Width).SelectMany(i =>
        {
            var value = Value(i / Width, i % Width + offset, 0, 16);
            return new[] { (byte)(value >> 8), (byte)value };
        })];
    }

    [Fact]
    public void A_truncated_file_of_any_compression_is_refused_not_filled_with_zeros()
    {
        foreach (var compression in new[] { Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.PACKBITS })
        {
            foreach (var tiled in new[] { false, true })
            {
                using (var tiff = Tiff.Open(File, "w"))
                {
                    Write(tiff, tiled, compression, 16, 1, PlanarConfig.CONTIG, false, Predictor.NONE);
                }

                // LibTiff writes the directory last; take a byte out of the middle of each strip's data instead, by shortening its count.
                var bytes = System.IO.File.ReadAllBytes(File);
                var directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
                for (var at = directory + 2; ; at += 12)
                {
                    if (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)) is 279 or 325)
                    {
                        var counts = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
                        var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 2)) == 3 ? 2 : 4;
                        bytes[counts + size] /= 2;
                        bytes[counts + size + 1] /= 2;
                        break;
                    }
                }

                System.IO.File.WriteAllBytes(File, bytes);
                Assert.Contains("truncated or damaged", Assert.Throws<ImageException>(() => Reader.Read(File, 0)).Message, StringComparison.Ordinal);
                System.IO.File.WriteAllBytes(File, bytes[..(bytes.Length / 2)]);
                Assert.Contains("truncated or damaged", Assert.Throws<ImageException>(() => Reader.ReadHeader(File)).Message, StringComparison.Ordinal);
            }
        }
    }
}
