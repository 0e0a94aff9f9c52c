using System.Collections.Immutable;
using Morph.Artifacts.Tables;
using Morph.Domain.Randomness;

namespace Morph.Artifacts.Tests.Tables;

/// <summary>Small tables with awkward names, different in every number.</summary>
internal static class Examples
{
    public static FieldEmbeddings Field(string sample, string field, int windows, int dimensions = 128, string set = "train")
    {
        var random = RandomSource.For(3, field);
        return new(
            sample,
            field,
            ImmutableSortedDictionary<string, string>.Empty.Add("Well", "A01").Add("Gene, \"alias\"", "µ<b>&\n"),
            "0123456789ab",
            set,
            ["DNA", "pH3", "actin"],
            [.. Enumerable.Range(0, windows).Select(i => 32 * i)],
            [.. Enumerable.Range(0, windows).Select(i => 7 * i)],
            [.. Enumerable.Range(0, windows).Select(_ => (float)random.NextDouble())],
            [.. Enumerable.Range(0, windows * dimensions).Select(_ => (float)random.NextGaussian())],
            dimensions);
    }

    public static WindowTable Windows(params FieldEmbeddings[] fields)
    {
        var count = fields.Sum(f => f.Count);
        var random = RandomSource.For(3, "map");
        float[] map = [.. Enumerable.Range(0, 2 * count).Select(_ => (float)random.NextGaussian())];
        return WindowTable.From(fields, UmapTable.From(fields, map), [.. Enumerable.Range(0, count).Select(i => i % 3)]);
    }
}
