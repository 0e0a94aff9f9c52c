using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Windows;
using Morph.Imaging.Features;

namespace Morph.Imaging.Tests.Features;

/// <summary>Features of fields that are painted, so that what must come out is known.</summary>
public class WindowFeaturesTests
{
    private const int Side = 128;
    private const ushort Background = 20;
    private static readonly string[] Channels = ["DNA", "actin"];

    [Fact]
    public void Co_occurrence_is_that_of_scikit_image()
    {
        var golden = TestData.Golden("evaluation.json");
        byte[] levels = [.. golden.GetProperty("levels").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(v => (byte)(v.GetInt32() is >= 0 and var level ? level : CoOccurrence.Levels))];
        foreach (var distance in (int[])[1, 4])
        {
            var expected = golden.GetProperty($"co_occurrence_{distance}").EnumerateArray().Select(v => v.GetDouble());
            Assert.All(expected.Zip(new CoOccurrence().Figures(levels, 12, 0, 0, 12, distance)), f => Assert.Equal(f.First, f.Second, 1e-9));
        }
    }

    [Fact]
    public void A_window_of_a_larger_field_has_the_co_occurrence_of_its_crop()
    {
        var random = RandomSource.For(1, "levels");
        byte[] field = [.. Enumerable.Range(0, 30 * 30).Select(_ => (byte)random.NextInt(CoOccurrence.Levels + 1))];
        byte[] crop = [.. Enumerable.Range(0, 144).Select(i => field[((5 + (i / 12)) * 30) + 7 + (i % 12)])];
        Assert.Equal(new CoOccurrence().Figures(crop, 12, 0, 0, 12, 4), new CoOccurrence().Figures(field, 30, 5, 7, 12, 4));
        Assert.All(new CoOccurrence().Figures([16, 16, 16, 16], 2, 0, 0, 2, 1), f => Assert.Equal(double.NaN, f));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(6, 3)]
    public void Nuclei_are_counted_also_where_two_touch(int alone, int touching)
    {
        var field = Field.Empty();
        for (var i = 0; i < alone; i++)
        {
            field.Disc(30 + (60 * (i / 4)), 30 + (60 * (i % 4)), 9);
        }

        for (var i = 0; i < touching; i++)
        {
            field.Disc(180, 30 + (60 * i), 9).Disc(180, 45 + (60 * i), 9);
        }

        Assert.Equal(alone + (2 * touching), field.Features(0, 0, 256)["nuclei_count"], 0.01);
    }

    [Fact]
    public void A_nucleus_on_the_border_of_a_window_counts_by_its_share()
    {
        var features = Field.Empty().Disc(64, Side, 10).Disc(64, 40, 10).Features(0, 0, Side);
        Assert.Equal(1.5, features["nuclei_count"], 0.04);
        Assert.Equal(Math.Log(Math.PI * 100), features["nuclei_area"], 0.15);
        Assert.Equal(1, features["nuclei_elongation"], 0.05);
        Assert.Equal(88, features["nuclei_distance"], 0.5);
        Assert.Equal(1.5 * Math.PI * 100 / (Side * Side), features["foreground"], 0.001);
    }

    [Fact]
    public void Intensities_are_above_the_background_and_of_the_foreground()
    {
        var features = Field.Empty().Disc(64, 64, 12, dna: 200, actin: 90).Features(0, 0, Side);
        var cover = features["foreground"];
        Assert.Equal(200, features["DNA_mean"], 0.01);
        Assert.Equal(90, features["actin_p50"], 0.5);
        Assert.Equal(0, features["actin_sd"], 0.01);
        Assert.Equal(200 * cover, features["DNA_intensity"], 0.01);
        Assert.Equal(200 * cover, features["DNA_total"], 0.01);
        Assert.Equal(1, features["DNA_homogeneity1"], 1e-6);
        Assert.True(features["DNA_gradient"] > 0);
    }

    [Fact]
    public void Twice_the_stain_is_twice_the_intensity_and_the_same_nuclei()
    {
        var (dim, bright) = (Field.Empty().Disc(64, 64, 12, dna: 100).Features(0, 0, Side), Field.Empty().Disc(64, 64, 12, dna: 200).Features(0, 0, Side));
        Assert.Equal(2 * dim["DNA_mean"], bright["DNA_mean"], 0.01);
        Assert.Equal(2 * dim["DNA_band2"], bright["DNA_band2"], 0.01);
        Assert.Equal(dim["nuclei_area"], bright["nuclei_area"], 0.01);
    }

    [Fact]
    public void What_is_not_there_has_no_features_and_what_is_has_one_value_for_each_name()
    {
        var names = WindowFeatures.All(Channels);
        Assert.Equal(names.Count, names.Select(f => f.Name).Distinct().Count());
        var field = Field.Empty().Disc(40, 40, 20, dna: 0).Disc(40, 40, 9);
        var rows = WindowFeatures.Of(field.Image, field.Mask, [new(0, 0), new(Side, Side)], Side);
        Assert.All(rows, row => Assert.Equal(names.Count, row.Length));
        Assert.All(rows[0].Zip(names).Where(v => !v.Second.Name.Contains("distance", StringComparison.Ordinal)), v => Assert.True(float.IsFinite(v.First), v.Second.Name));
        Assert.Equal(float.NaN, rows[1][names.ToList().FindIndex(f => f.Name == "DNA_mean")]);
        Assert.Equal(0, rows[1][names.ToList().FindIndex(f => f.Name == WindowFeatures.Count)]);
        Assert.Throws<ArgumentException>(() => WindowFeatures.Of(field.Image, new FieldMask(1, 1, [true]), [new(0, 0)], Side));
    }

    /// <summary>A field of 256 x 256 pixels with discs.</summary>
    private sealed class Field
    {
        private const int Size = 256;

        public FieldImage Image { get; } = new(2, Size, Size, [.. Enumerable.Repeat(Background, 2 * Size * Size)]);

        public FieldMask Mask { get; } = new(Size, Size, new bool[Size * Size]);

        public static Field Empty() => new();

        public Field Disc(int y, int x, int radius, int dna = 200, int actin = 50)
        {
            for (var i = 0; i < Size * Size; i++)
            {
                var (dy, dx) = ((i / Size) - y, (i % Size) - x);
                if ((dy * dy) + (dx * dx) <= radius * radius)
                {
                    (Image.Pixels[i], Image.Pixels[(Size * Size) + i], Mask.Foreground[i]) = ((ushort)(Background + dna), (ushort)(Background + actin), true);
                }
            }

            return this;
        }

        public Dictionary<string, float> Features(int y, int x, int side) => WindowFeatures.All(Channels)
            .Zip(WindowFeatures.Of(Image, Mask, [new WindowPosition(y, x)], side)[0])
            .ToDictionary(f => f.First.Name, f => f.Second);
    }
}
