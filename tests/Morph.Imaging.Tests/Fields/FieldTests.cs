using System.Collections.Immutable;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Imaging.Fields;
using Morph.Imaging.Tests.Manifests;

namespace Morph.Imaging.Tests.Fields;

public class FieldTests
{
    [SkippableFact]
    public void Cellomics_images_hold_the_pixels_of_the_TIFF_and_16_bits_are_16_times_them()
    {
        var folder = TestData.ImagesOrSkip("ht29-example");
        var tiff = Ht29.Read(folder, "AS_09125_050116030001_D03f00d0.tif", "AS_09125_050116030001_D03f00d1.tif", "AS_09125_050116030001_D03f00d2.tif");
        var dib = Ht29.Read(folder, "00733-DNA.DIB", "00733-pH3.DIB", "00733-actin.DIB");
        var dib16 = Ht29.Read(folder, "00734-DNA.DIB", "00734-pH3.DIB", "00734-actin.DIB");
        Assert.Equal(tiff.Pixels, dib.Pixels);
        Assert.Equal(tiff.Pixels.Select(p => (ushort)(16 * p)), dib16.Pixels);
        Assert.Equal(FieldInspector.Content(tiff), FieldInspector.Content(dib));
        Assert.NotEqual(FieldInspector.Content(tiff), FieldInspector.Content(dib16));
    }

    [Fact]
    public void A_field_has_its_channels_in_the_manifests_order_and_exact_moments()
    {
        using var set = ImageSet.OfFields(8);
        set.Add("00001-actin.png", bits: 16);
        var manifest = set.Read().Manifest;
        var reader = new FieldReader(manifest, new LoadSettings());
        var image = reader.Read(manifest.Fields[0]);
        Assert.Equal((2, 64, 64), (image.Channels, image.Height, image.Width));
        Assert.Equal((255, 4095), (image.Plane(0)[4095], image.Plane(1)[4095]));

        var facts = FieldInspector.Inspect(reader, manifest.Fields[0]);
        Assert.Equal([127.5, 2047.5], facts.Channels.Select(c => c.Mean));
        Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(set.Folder, "00001-actin.png")).Ticks, facts.ModifiedUtc);
    }

    [Fact]
    public void A_blank_field_is_refused_by_name()
    {
        using var set = ImageSet.OfFields(8);
        var black = Imaging.Formats.PngWriter.Encode(64, 64, new byte[4096]);
        set.AddBytes("00003-DNA.png", black);
        var manifest = set.Read().Manifest;
        var reader = new FieldReader(manifest, new LoadSettings());
        Assert.Equal(8, manifest.Fields.Count(f => FieldInspector.Inspect(reader, f).Channels.Length == 2));

        set.AddBytes("00003-actin.png", black);
        var refusal = Assert.Throws<ImageException>(() => FieldInspector.Inspect(reader, manifest.Fields[2]));
        Assert.Equal(
            $"{set.Folder}/00003-DNA.png: field 00003 is blank: every pixel of every channel is 0, so there are no cells to see; image it again or leave it out.",
            refusal.Message);
    }

    [Fact]
    public void A_file_that_changed_its_size_or_is_gone_is_refused_by_name()
    {
        using var set = ImageSet.OfFields(8);
        var manifest = set.Read().Manifest;
        var reader = new FieldReader(manifest, new LoadSettings());
        set.Add("00003-DNA.png", 80, 72).Remove("00004-actin.png");
        Assert.Equal(
            $"{set.Folder}/00003-DNA.png: the image has 80 x 72 pixels (width x height), but the image set has 64 x 64.",
            Assert.Throws<ImageException>(() => reader.Read(manifest.Fields[2])).Message);
        Assert.Equal($"{set.Folder}/00004-actin.png: there is no such file.", Assert.Throws<ImageException>(() => reader.Read(manifest.Fields[3])).Message);
    }

    [Fact]
    public void A_cache_reads_again_only_what_was_not_used_lately_and_keeps_within_its_bytes()
    {
        var source = new CountingSource();
        var cache = new CachedFieldSource(source, 2 * 2 * 16);
        FieldEntry[] fields = [.. new[] { "a", "b", "c" }.Select(f => new FieldEntry("S", f, [], ImmutableSortedDictionary<string, string>.Empty))];
        Assert.Same(cache.ReadImage(fields[0]), cache.ReadImage(fields[0]));
        cache.ReadImage(fields[1]);
        cache.ReadImage(fields[0]);
        cache.ReadImage(fields[2]); // drops b
        Assert.Equal(["a", "b", "c"], source.Read);
        cache.ReadImage(fields[0]);
        Assert.Equal(3, source.Read.Count);
        cache.ReadImage(fields[1]);
        Assert.Equal(["a", "b", "c", "b"], source.Read);
        Assert.Equal(64, cache.Bytes);
    }

    [Fact]
    public void A_cache_used_by_many_threads_gives_every_one_its_field()
    {
        var cache = new CachedFieldSource(new CountingSource(), 5 * 32);
        FieldEntry[] fields = [.. Enumerable.Range(0, 12).Select(f => new FieldEntry("S", $"{f}", [], ImmutableSortedDictionary<string, string>.Empty))];
        Parallel.For(0, 2000, i =>
        {
            Assert.Equal(i * 7 % 12, cache.ReadImage(fields[i * 7 % 12]).Pixels[0]);
            Assert.InRange(cache.Bytes, 0, 5 * 32 + 32);
        });
    }

    private sealed class CountingSource : IFieldSource
    {
        public List<string> Read { get; } = [];

        public FieldImage ReadImage(FieldEntry field)
        {
            lock (Read)
            {
                Read.Add(field.Field);
            }

            return new(1, 4, 4, [.. Enumerable.Repeat(ushort.TryParse(field.Field, out var n) ? n : (ushort)0, 16)]);
        }

        public FieldMask ReadMask(FieldEntry field) => new(4, 4, new bool[16]);
    }
}
