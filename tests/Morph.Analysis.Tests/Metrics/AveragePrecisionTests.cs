using System.Text.Json;
using Morph.Analysis.Metrics;

namespace Morph.Analysis.Tests.Metrics;

/// <summary>Retrieval as the package copairs defines it.</summary>
public class AveragePrecisionTests
{
    private const int Rankings = 10_000;

    private static readonly Points Fields = EvaluationGolden.Points.Means(EvaluationGolden.Field, 12);
    private static readonly int[] Rare = EvaluationGolden.Ints("rare_of_field");

    [Theory]
    [InlineData("average_precision_gene", "gene_of_field")]
    [InlineData("average_precision_rare", "rare_of_field")]
    public void Average_precision_of_each_field_is_that_of_copairs(string figure, string labels)
    {
        var expected = EvaluationGolden.Figures.GetProperty(figure).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble());
        Assert.All(expected.Zip(AveragePrecision.Of(Fields, EvaluationGolden.Ints(labels))), s => Assert.Equal(s.First, s.Second.Value, 1e-9));
    }

    [Fact]
    public void Positives_come_first_among_equally_similar_ones()
    {
        var same = new Points(new float[] { 1, 1, 1, 1 }, 1);
        Assert.Equal([new(1, 1, 3), new(1, 1, 3), new(1, 1, 3), new(1, 1, 3)], AveragePrecision.Of(same, [0, 1, 0, 1]));
    }

    [Fact]
    public void A_label_of_its_own_has_no_average_precision()
    {
        var scores = AveragePrecision.Of(Fields, Rare);
        Assert.Equal((double.NaN, 0, 11), (scores[11].Value, scores[11].Positives, scores[11].Total));
        Assert.Equal([0, 1, 2], MeanAveragePrecision.ByLabel(scores, Rare, 100, 1).Select(l => l.Label));
    }

    [Fact]
    public void P_values_are_those_of_the_whole_null_distribution_but_for_chance()
    {
        var labels = MeanAveragePrecision.ByLabel(AveragePrecision.Of(Fields, Rare), Rare, Rankings, 1);
        var expected = EvaluationGolden.Figures.GetProperty("retrieval_rare").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, labels.Count);
        foreach (var (known, label) in expected.Zip(labels))
        {
            var p = known.GetProperty("p").GetDouble();
            Assert.Equal(known.GetProperty("mean").GetDouble(), label.Mean, 1e-9);
            Assert.Equal(((Rankings * p) + 1) / (Rankings + 1), label.P, 4 * Math.Sqrt((p * (1 - p) / Rankings) + (1.0 / Rankings / Rankings)));
        }
    }

    [Fact]
    public void Random_rankings_have_the_null_distribution_of_all_rankings()
    {
        var all = EvaluationGolden.Doubles("null_2_of_11");
        var drawn = MeanAveragePrecision.RandomRankings(2, 11, 20 * Rankings, 3);
        Assert.All(drawn, v => Assert.Contains(all, a => Math.Abs(a - v) < 1e-12));
        Assert.Equal(all.Average(), drawn.Average(), 4 * Math.Sqrt(all.Sum(a => Math.Pow(a - all.Average(), 2)) / all.Length / drawn.Length));
        var rare = all.Max();
        Assert.Equal(all.Count(a => a == rare) / (double)all.Length, drawn.Count(v => Math.Abs(v - rare) < 1e-12) / (double)drawn.Length, 0.002);
        Assert.Equal(drawn, MeanAveragePrecision.RandomRankings(2, 11, 20 * Rankings, 3));
    }

    [Fact]
    public void A_random_ranking_that_does_as_well_does_no_better() =>
        Assert.Equal(1 / (Rankings + 1.0), Assert.Single(MeanAveragePrecision.ByLabel([new(1, 1, 5), new(1, 1, 5)], [0, 0], Rankings, 5)).P);

    [Fact]
    public void Labels_of_several_configurations_have_the_mean_of_their_nulls()
    {
        AveragePrecision[] scores = [new(0.9, 1, 5), new(0.9, 2, 5), new(double.NaN, 0, 5)];
        var label = Assert.Single(MeanAveragePrecision.ByLabel(scores, [0, 0, 0], Rankings, 5));
        var (one, two) = (MeanAveragePrecision.RandomRankings(1, 5, Rankings, 5), MeanAveragePrecision.RandomRankings(2, 5, Rankings, 5));
        Assert.Equal((2, 0.9), (label.Profiles, label.Mean));
        Assert.Equal((one.Zip(two, (a, b) => (a + b) / 2 > 0.9).Count(better => better) + 1.0) / (Rankings + 1.0), label.P);
    }

    [Fact]
    public void Corrected_p_values_are_Benjamini_and_Hochbergs()
    {
        var corrected = FalseDiscovery.BenjaminiHochberg(EvaluationGolden.Doubles("p"));
        Assert.All(EvaluationGolden.Doubles("p_benjamini_hochberg").Zip(corrected), p => Assert.Equal(p.First, p.Second, 1e-12));
        Assert.Equal([0.04, 0.04, 0.04, 0.04], FalseDiscovery.BenjaminiHochberg([0.01, 0.04, 0.02, 0.03]));
        Assert.Empty(FalseDiscovery.BenjaminiHochberg([]));
    }
}
