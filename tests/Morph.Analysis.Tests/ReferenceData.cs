using System.Globalization;
using System.Text.Json;
using Morph.Analysis.Mixture;
using Morph.Domain.Pixels;

namespace Morph.Analysis.Tests;

/// <summary>Points of the stored figure files, and generated ones.</summary>
internal static class ReferenceData
{
    private const int DibHeader = 52;

    /// <summary>The HT29 picture as one field of three 512 x 512 channels: DNA, pH3, actin.</summary>
    public static FieldImage Ht29OrSkip()
    {
        var pixels = new List<ushort>();
        foreach (var channel in new[] { "DNA", "pH3", "actin" })
        {
            var bytes = File.ReadAllBytes(TestData.ImagesOrSkip("ht29-example", $"00733-{channel}.DIB"));
            pixels.AddRange(bytes.Skip(DibHeader).Take(512 * 512).Select(b => (ushort)b));
        }

        return new FieldImage(3, 512, 512, [.. pixels]);
    }

    /// <summary>Fisher's irises, 150 x 4.</summary>
    public static MixtureData Iris { get; } =
        MixtureData.Rows(TestData.Golden("gmm.json").GetProperty("iris").EnumerateArray().SelectMany(Doubles).ToArray().AsMemory(), 4);

    /// <summary>Handwritten digits, 1797 x 64, and their labels.</summary>
    public static (float[] Values, int[] Labels) Digits()
    {
        var rows = File.ReadLines(TestData.GoldenPath("digits.csv"))
            .Select(line => line.Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        return ([.. rows.SelectMany(r => r.Take(64)).Select(v => (float)v)], [.. rows.Select(r => r[64])]);
    }

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    /// <summary>Asserts |actual - expected| at most tolerance * |expected|, elementwise.</summary>
    public static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double relative)
    {
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.True(Math.Abs(e - a) <= relative * Math.Abs(e), $"expected {e:R}, actual {a:R}");
        }
    }
}
