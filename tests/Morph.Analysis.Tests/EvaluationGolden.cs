using System.Text.Json;

namespace Morph.Analysis.Tests;

/// <summary>Figures of an evaluation as <c>tests/Golden/evaluation.py</c> computed them, and the points they are of.</summary>
internal static class EvaluationGolden
{
    public static JsonElement Figures { get; } = TestData.Golden("evaluation.json");

    /// <summary>48 windows of 8 numbers.</summary>
    public static Points Points { get; } = PointsOf("points");

    /// <summary>The field of each window, 0 to 11.</summary>
    public static int[] Field { get; } = Ints("field");

    /// <summary>The figure of a field for each of its windows.</summary>
    public static int[] PerWindow(string ofField) => [.. Field.Select(f => Ints(ofField)[f])];

    public static int[] Ints(string name) => Figures.GetProperty(name).Ints();

    public static double[] Doubles(string name) => Figures.GetProperty(name).Doubles();

    public static double Number(string name) => Figures.GetProperty(name).GetDouble();

    public static Points PointsOf(string name)
    {
        double[][] rows = [.. Figures.GetProperty(name).EnumerateArray().Select(r => r.Doubles())];
        return new(rows.SelectMany(r => r).Select(v => (float)v).ToArray(), rows[0].Length);
    }

    /// <summary>1 for right, 0 for wrong, null for not asked.</summary>
    public static bool?[] Outcomes(string name) =>
        [.. Figures.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (bool?)null : v.GetInt32() == 1)];
}
