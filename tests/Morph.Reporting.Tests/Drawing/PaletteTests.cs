using Morph.Reporting.Drawing;
using SkiaSharp;

namespace Morph.Reporting.Tests.Drawing;

public class PaletteTests
{
    // Machado, Oliveira and Fernandes 2009, severity 1, linear RGB.
    private static readonly double[][] Protan = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deutan = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    private static readonly double[][] Normal = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

    public static TheoryData<string, int, double> Sights => new()
    {
        { "normal", 20, 0.075 }, { "protan", 20, 0.065 }, { "deutan", 20, 0.065 },
        { "normal", 6, 0.15 }, { "protan", 6, 0.09 }, { "deutan", 6, 0.075 },
    };

    [Theory]
    [MemberData(nameof(Sights))]
    public void Colours_stay_apart_for_every_kind_of_sight(string sight, int count, double least)
    {
        var matrix = sight switch { "protan" => Protan, "deutan" => Deutan, _ => Normal };
        var seen = Enumerable.Range(0, count).Select(i => OkLab(Times(matrix, Linear(Palette.Mark(i).Colour)))).ToArray();
        var distances = from a in Enumerable.Range(0, count) from b in Enumerable.Range(0, a) select Distance(seen[a], seen[b]);
        Assert.True(distances.Min() >= least, $"{distances.Min():0.0000}");
    }

    [Fact]
    public void Colours_are_legible_on_white_and_on_the_dark_ground()
    {
        for (var i = 0; i < Palette.Count; i++)
        {
            var light = Luminance(Palette.Mark(i).Colour);
            Assert.True(1.05 / (light + 0.05) > 1.9, $"{i} on white");
            Assert.True((light + 0.05) / (Luminance(new(0xff191c22)) + 0.05) > 2.3, $"{i} on dark");
        }
    }

    [Fact]
    public void Colours_come_again_with_another_shape()
    {
        Assert.Equal(Palette.Mark(3).Colour, Palette.Mark(23).Colour);
        Assert.NotEqual(Palette.Mark(3).Square, Palette.Mark(23).Square);
        Assert.Equal("#0072b2", Palette.Mark(0).Hex);
    }

    private static double[] Linear(SKColor c) =>
        [.. new[] { c.Red, c.Green, c.Blue }.Select(v => v / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double Luminance(SKColor c) => Linear(c) is [var r, var g, var b] ? (0.2126 * r) + (0.7152 * g) + (0.0722 * b) : 0;

    private static double[] Times(double[][] matrix, double[] v) => [.. matrix.Select(row => Math.Clamp(row.Zip(v, (a, b) => a * b).Sum(), 0, 1))];

    // Ottosson 2020.
    private static double[] OkLab(double[] rgb)
    {
        var l = Math.Cbrt((0.4122214708 * rgb[0]) + (0.5363325363 * rgb[1]) + (0.0514459929 * rgb[2]));
        var m = Math.Cbrt((0.2119034982 * rgb[0]) + (0.6806995451 * rgb[1]) + (0.1073969566 * rgb[2]));
        var s = Math.Cbrt((0.0883024619 * rgb[0]) + (0.2817188376 * rgb[1]) + (0.6299787005 * rgb[2]));
        return
        [
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s),
        ];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
