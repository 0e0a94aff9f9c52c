using Morph.Analysis.Metrics;
using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Tests.Metrics;

/// <summary>What is asked of points outside their own group, against scikit-learn and numpy.</summary>
public class HeldOutMetricsTests
{
    private static readonly int[] Gene = EvaluationGolden.PerWindow("gene_of_field");
    private static readonly int[] Plate = EvaluationGolden.PerWindow("plate_of_field");

    [Theory]
    [InlineData("knn1_gene", "gene_of_field", 1)]
    [InlineData("knn5_gene", "gene_of_field", 5)]
    [InlineData("knn5_rare", "rare_of_field", 5)]
    public void Neighbours_of_other_fields_vote_as_in_scikit_learn(string figure, string labels, int neighbors) =>
        Assert.Equal(
            EvaluationGolden.Outcomes(figure),
            HeldOutNeighbors.Outcomes(EvaluationGolden.Points, EvaluationGolden.PerWindow(labels), EvaluationGolden.Field, neighbors));

    [Fact]
    public void Neighbours_of_other_plates_vote_as_in_scikit_learn() =>
        Assert.Equal(EvaluationGolden.Outcomes("knn5_gene_across_plates"), HeldOutNeighbors.Outcomes(EvaluationGolden.Points, Gene, Plate));

    [Fact]
    public void The_nearest_field_is_that_of_scikit_learn()
    {
        var means = EvaluationGolden.Points.Means(EvaluationGolden.Field, 12);
        var labels = EvaluationGolden.Ints("gene_of_field");
        Assert.Equal(EvaluationGolden.Outcomes("nearest_field_gene"), HeldOutNeighbors.Outcomes(means, labels, [.. Enumerable.Range(0, 12)], 1));
        Assert.Equal(
            EvaluationGolden.Outcomes("nearest_field_gene_across_plates"), HeldOutNeighbors.Outcomes(means, labels, EvaluationGolden.Ints("plate_of_field"), 1));
    }

    [Fact]
    public void No_neighbour_is_of_the_own_group_whatever_the_number_of_threads()
    {
        var one = OutsideNeighbors.Search(EvaluationGolden.Points, EvaluationGolden.Field, 5, threads: 1);
        for (var i = 0; i < one.Count; i++)
        {
            Assert.DoesNotContain(EvaluationGolden.Field[i], one.IndicesOf(i).ToArray().Select(j => EvaluationGolden.Field[j]));
            Assert.Equal(one.DistancesOf(i).ToArray().Order(), one.DistancesOf(i).ToArray());
        }

        Assert.Equal(one.Indices, OutsideNeighbors.Search(EvaluationGolden.Points, EvaluationGolden.Field, 5, threads: 4).Indices);
    }

    [Fact]
    public void Fewer_neighbours_vote_where_there_are_not_five_outside()
    {
        var points = new Points(new float[] { 0, 1, 2, 3 }, 1);
        Assert.Equal(1, OutsideNeighbors.Search(points, [0, 0, 0, 1]).Neighbors);
        Assert.Throws<ArgumentException>(() => OutsideNeighbors.Search(points, [2, 2, 2, 2]));
        Assert.Throws<ArgumentException>(() => HeldOutNeighbors.Outcomes(points, [0, 0, 0], [0, 0, 1, 1]));
    }

    [Theory]
    [InlineData(new[] { 3, 1, 1, 3, 2 }, 3)]
    [InlineData(new[] { 2, 1, 1, 3, 3 }, 1)]
    [InlineData(new[] { 9, 1, 2, 3, 4 }, 9)]
    [InlineData(new[] { 9, 4, 4 }, 4)]
    public void Of_equally_frequent_labels_the_nearer_one_wins(int[] nearestFirst, int winner) => Assert.Equal(winner, NeighborVote.Of(nearestFirst));

    [Fact]
    public void Samples_match_by_cosine_as_in_numpy()
    {
        int[] sample = EvaluationGolden.PerWindow("sample_of_field");
        Assert.Equal(
            EvaluationGolden.Outcomes("nsc_gene"), CosineMatching.Outcomes(EvaluationGolden.Points.Means(sample, 4), [0, 0, 1, 1], [0, 1, 2, 3]));
        var profiles = EvaluationGolden.Points.Means([.. sample.Zip(Plate, (s, p) => (2 * s) + p)], 8);
        Assert.Equal(
            EvaluationGolden.Outcomes("nscb_gene"),
            CosineMatching.Outcomes(profiles, [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 0, 1, 0, 1]));
    }

    [Fact]
    public void Neither_the_same_compound_nor_the_same_batch_answers()
    {
        // At 0, 5, 10 and 20 degrees: the nearest to each is of its own compound or batch, or of the other label.
        var profiles = new Points(new[] { 0, 5, 10, 20 }.SelectMany(d => new[] { MathF.Cos(d * MathF.PI / 180), MathF.Sin(d * MathF.PI / 180) }).ToArray(), 2);
        int[] labels = [0, 0, 1, 0], compounds = [0, 0, 1, 2], batches = [0, 1, 0, 1];
        Assert.Equal([false, false, null, false], CosineMatching.Outcomes(profiles, labels, compounds));
        Assert.Equal([true, null, null, false], CosineMatching.Outcomes(profiles, labels, compounds, batches));
    }

    [Fact]
    public void A_profile_that_nothing_allowed_could_match_is_not_asked_but_answers()
    {
        var profiles = new Points(new float[] { 1, 0, 1, 0.1f, 0, 1 }, 2);
        Assert.Equal([false, null, false], CosineMatching.Outcomes(profiles, [0, 1, 0], [0, 1, 2]));
    }

    [Fact]
    public void Pairs_are_told_apart_as_in_scikit_learn()
    {
        var expected = EvaluationGolden.Figures.GetProperty("pairs_sample").EnumerateArray().Select(p => p.Doubles()).ToArray();
        var pairs = PairSeparability.Of(
            EvaluationGolden.Points, EvaluationGolden.PerWindow("sample_of_field"), EvaluationGolden.Field, 12, [.. expected.Select(e => ((int)e[0], (int)e[1]))]);
        int[] once = [.. Enumerable.Repeat(1, 12)];
        Assert.Equal(expected.Select(e => e[2]), pairs.Select(p => p.BalancedAccuracy(once)));
        Assert.All(pairs, p => Assert.Equal(24, p.Asked));
        Assert.Equal(double.NaN, pairs[0].BalancedAccuracy([.. Enumerable.Range(0, 12).Select(f => f < 3 ? 0 : 1)]));
    }

    [Fact]
    public void A_tally_counts_each_unit_as_often_as_it_is_told()
    {
        var tally = new OutcomeTally([true, false, null, true, true], [0, 0, 1, 1, 2], 3);
        Assert.Equal(4, tally.Asked);
        Assert.Equal(0.75, tally.Share([1, 1, 1]));
        Assert.Equal(3.0 / 5, tally.Share([2, 1, 0]));
        Assert.Equal(double.NaN, tally.Share([0, 0, 0]));
    }

    [Fact]
    public void The_silhouette_of_each_window_is_that_of_scikit_learn() => Assert.All(
        EvaluationGolden.Doubles("silhouette_gene").Zip(Silhouette.Samples(EvaluationGolden.Points.Values.ToArray().Select(v => (double)v).ToArray(), 8, Gene)),
        s => Assert.Equal(s.First, s.Second, 1e-9));

    [Fact]
    public void Means_of_groups_are_means()
    {
        var points = new Points(new float[] { 1, 10, 3, 20, 5, 60 }, 2);
        Assert.Equal([5, 60, 2, 15], points.Means([1, 1, 0], 2).Values.ToArray());
        Assert.Throws<ArgumentException>(() => points.Means([0, 0, 0], 2));
    }
}
