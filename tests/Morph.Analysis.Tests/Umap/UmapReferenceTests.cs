using System.Globalization;
using System.Text.Json;
using Morph.Analysis.Metrics;
using Morph.Analysis.Neighbors;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Umap;

public class UmapReferenceTests
{
    private const int Features = 64;
    private static readonly JsonElement Golden = TestData.Golden("umap.json");
    private static readonly (float[] Values, int[] Labels) Digits = ReferenceData.Digits();
    private static readonly Points All = new(Digits.Values, Features);
    private static readonly NeighborTable Neighbors = new ExactNeighborSearch(All).Search(All, 15);

    [Theory]
    [InlineData(0.1, "spread1_mindist0.1")]
    [InlineData(0.5, "spread1_mindist0.5")]
    public void The_curve_is_that_of_umap_learn(double minDist, string name)
    {
        var expected = Golden.GetProperty("ab").GetProperty(name).Doubles();
        var curve = LayoutCurve.Fit(1, minDist);
        ReferenceData.AssertClose(expected, [curve.A, curve.B], 1e-6);
    }

    [Fact]
    public void Neighbours_are_exact()
    {
        var expected = Golden.GetProperty("knn15");
        Assert.Equal(expected.GetProperty("row0_indices").Ints(), Neighbors.IndicesOf(0).ToArray());
        ReferenceData.AssertClose(
            expected.GetProperty("row0_distances").Doubles(), Neighbors.DistancesOf(0).ToArray().Select(d => (double)d), 1e-6);
        ReferenceData.AssertClose([expected.GetProperty("sum_of_distances").GetDouble()], [Neighbors.Distances.Sum(d => (double)d)], 1e-7);
    }

    [Fact]
    public void Rho_and_sigma_are_those_of_umap_learn()
    {
        var scales = SmoothDistances.Fit(Neighbors);
        ReferenceData.AssertClose(Golden.GetProperty("rho_first20").Doubles(), scales.Rho.Take(20).Select(v => (double)v), 1e-4);
        ReferenceData.AssertClose(Golden.GetProperty("sigma_first20").Doubles(), scales.Sigma.Take(20).Select(v => (double)v), 1e-4);
    }

    [Fact]
    public void The_fuzzy_graph_is_that_of_umap_learn()
    {
        var expected = Golden.GetProperty("graph");
        var graph = FuzzyGraph.Union(Neighbors, SmoothDistances.Fit(Neighbors));
        Assert.Equal(expected.GetProperty("nnz").GetInt32(), graph.Weights.Length);
        ReferenceData.AssertClose([expected.GetProperty("sum").GetDouble()], [graph.Weights.Sum(w => (double)w)], 1e-4);
        var row = expected.GetProperty("row0").EnumerateObject()
            .ToDictionary(p => int.Parse(p.Name, CultureInfo.InvariantCulture), p => p.Value.GetDouble());
        Assert.Equal(row.Keys.Order(), graph.Columns[..graph.Starts[1]]);
        ReferenceData.AssertClose(
            row.OrderBy(p => p.Key).Select(p => p.Value), graph.Weights[..graph.Starts[1]].Select(w => (double)w), 1e-4);
    }

    [Fact]
    public void Maps_of_five_seeds_are_as_good_as_those_of_umap_learn()
    {
        var reference = Golden.GetProperty("umap_learn_quality").EnumerateArray().ToArray();
        Points[] maps = [.. Enumerable.Range(0, 5)
            .Select(seed => new Points(UmapModel.Fit(All, new(), new RandomSource((ulong)seed)).Embedding, 2))];
        var trust = maps.Average(m => Trustworthiness.Score(All, m, 15));
        var accuracy = maps.Average(m => NeighborLabelAccuracy.CrossValidated(m, Digits.Labels));
        var figures = $"trustworthiness {trust:F5}, accuracy {accuracy:F5}";
        Assert.True(trust >= reference.Average(r => r.GetProperty("trustworthiness_k15").GetDouble()) - 0.002, figures);
        Assert.True(accuracy >= reference.Average(r => r.GetProperty("knn5_label_accuracy").GetDouble()) - 0.002, figures);
    }

    [Fact]
    public void New_points_are_placed_among_their_kind()
    {
        var expected = Golden.GetProperty("transform_half").GetProperty("knn5_label_accuracy_of_transformed").GetDouble();
        var (even, evenLabels) = Rows(0);
        var (odd, oddLabels) = Rows(1);
        var accuracy = Enumerable.Range(0, 3).Average(seed =>
        {
            var model = UmapModel.Fit(even, new(), new RandomSource((ulong)seed));
            var placed = new Points(model.Transform(odd, new RandomSource((ulong)seed)), 2);
            return NeighborLabelAccuracy.Score(new Points(model.Embedding, 2), evenLabels, placed, oddLabels);
        });
        Assert.True(accuracy >= expected - 0.01, $"accuracy {accuracy:F5}");
    }

    private static (Points, int[]) Rows(int parity)
    {
        int[] rows = [.. Enumerable.Range(0, All.Count).Where(i => i % 2 == parity)];
        return (new(rows.SelectMany(r => All[r].ToArray()).ToArray(), Features), [.. rows.Select(r => Digits.Labels[r])]);
    }
}
