using System.Text.Json;
using Morph.Analysis.Metrics;

namespace Morph.Analysis.Tests.Metrics;

public class MetricsTests
{
    private static readonly JsonElement Golden = TestData.Golden("metrics.json");
    private static readonly int[] Truth = Golden.GetProperty("truth").Ints();
    private static readonly int[] Predicted = Golden.GetProperty("predicted").Ints();
    private static readonly double[][] Rows = [.. Golden.GetProperty("points_60x3").EnumerateArray().Select(r => r.Doubles())];

    [Fact]
    public void Agreement_of_labels_is_that_of_scikit_learn()
    {
        Assert.Equal(Golden.GetProperty("ari").GetDouble(), LabelAgreement.AdjustedRandIndex(Truth, Predicted), 1e-9);
        Assert.Equal(Golden.GetProperty("nmi_arithmetic").GetDouble(), LabelAgreement.NormalizedMutualInformation(Truth, Predicted), 1e-9);
        Assert.Equal(Golden.GetProperty("homogeneity").GetDouble(), LabelAgreement.Homogeneity(Truth, Predicted), 1e-9);
    }

    [Fact]
    public void Equal_partitions_agree_fully_whatever_their_names()
    {
        int[] one = [0, 0, 1, 1, 2];
        int[] other = [7, 7, -3, -3, 0];
        Assert.Equal(1, LabelAgreement.AdjustedRandIndex(one, other), 1e-12);
        Assert.Equal(1, LabelAgreement.NormalizedMutualInformation(one, other), 1e-12);
        Assert.Equal(1, LabelAgreement.Homogeneity(one, [0, 1, 2, 3, 4]), 1e-12);
        Assert.Equal(1, LabelAgreement.AdjustedRandIndex([5, 5], [1, 1]));
        Assert.Equal(1, LabelAgreement.NormalizedMutualInformation([5, 5], [1, 1]));
        Assert.Throws<ArgumentException>(() => LabelAgreement.AdjustedRandIndex([], []));
        Assert.Throws<ArgumentException>(() => LabelAgreement.Homogeneity([1], [1, 2]));
    }

    [Fact]
    public void The_silhouette_is_that_of_scikit_learn()
    {
        double[] values = [.. Rows.SelectMany(r => r)];
        Assert.Equal(Golden.GetProperty("silhouette_euclidean_truth").GetDouble(), Silhouette.Score(values, 3, Truth), 1e-9);
        Assert.Throws<ArgumentException>(() => Silhouette.Score(values, 3, new int[60]));
    }

    [Fact]
    public void A_point_alone_in_its_cluster_counts_0_in_the_silhouette() =>
        Assert.Equal((8.0 / 9 + 7.0 / 8) / 4, Silhouette.Score(new double[] { 0, 1, 9, 10 }, 1, [0, 0, 1, 2]), 1e-12);

    [Fact]
    public void Trustworthiness_is_that_of_scikit_learn()
    {
        var points = new Points(Rows.SelectMany(r => r).Select(v => (float)v).ToArray(), 3);
        var map = new Points(Rows.SelectMany(r => r.Take(2)).Select(v => (float)v).ToArray(), 2);
        Assert.Equal(Golden.GetProperty("trustworthiness_k5_first_two_columns").GetDouble(), Trustworthiness.Score(points, map, 5), 1e-9);
        Assert.Equal(1, Trustworthiness.Score(points, points, 5));
        Assert.Throws<ArgumentException>(() => Trustworthiness.Score(points, map, 30));
    }

    [Fact]
    public void Digits_in_their_own_space_have_the_cross_validated_accuracy_of_scikit_learn()
    {
        // cross_val_score(KNeighborsClassifier(5), X, y, cv=5).mean() of scikit-learn 1.2.1
        var (values, labels) = ReferenceData.Digits();
        Assert.Equal(0.9627282575054161, NeighborLabelAccuracy.CrossValidated(new Points(values, 64), labels), 1e-9);
    }

    [Fact]
    public void Neighbours_vote_and_the_smaller_label_wins_a_tie()
    {
        var train = new Points(new float[] { 0, 1, 10, 11 }, 1);
        var test = new Points(new float[] { 0.4f, 10.4f, 5.6f }, 1);
        Assert.Equal(1, NeighborLabelAccuracy.Score(train, [2, 2, 1, 1], test, [2, 1, 1], neighbors: 2));
        Assert.Equal(1, NeighborLabelAccuracy.Score(train, [2, 2, 1, 1], test, [1, 1, 1], neighbors: 9));
    }
}
