using System.Text.Json;
using Morph.Analysis.Mixture;
using Morph.Analysis.Outliers;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Mixture;

/// <summary>What is told of clusters and windows, against figures of scikit-learn (clusters.json names the version).</summary>
public class ClusterReferenceTests
{
    private static readonly JsonElement Golden = TestData.Golden("clusters.json");

    private static MixtureData Points => MixtureData.Rows(Golden.GetProperty("points").EnumerateArray().SelectMany(p => p.Doubles()).ToArray().AsMemory(), 2);

    [Fact]
    public void Responsibilities_and_labels_are_those_of_scikit_learn()
    {
        var identity = new[] { 1.0, 0, 0, 1 };
        var start = new MixtureStart(
            [0.25, 0.25, 0.25, 0.25],
            [.. Golden.GetProperty("start_means").EnumerateArray().SelectMany(m => m.Doubles())],
            [.. Enumerable.Repeat(identity, 4).SelectMany(p => p)]);
        var mixture = GaussianMixture.Fit(Points, start, new() { NComponents = 4, Tol = 1e-3, RegCovar = 1e-6, MaxIter = 1000 });
        var expected = Golden.GetProperty("responsibilities").EnumerateArray().SelectMany(r => r.Doubles()).ToArray();
        Assert.All(expected.Zip(mixture.PredictProba(Points)), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.Equal(Golden.GetProperty("labels").Ints(), mixture.Predict(Points));
    }

    [Fact]
    public void The_criterion_of_every_number_of_clusters_is_that_of_scikit_learn_and_chooses_the_same()
    {
        var selection = MixtureSelection.Choose(Points, 1, 8, new() { NInit = 60, Tol = 1e-3, MaxIter = 1000 }, new RandomSource(2));
        Assert.Equal(8, selection.Curve.Length);
        foreach (var entry in selection.Curve)
        {
            // With more components than groups there are many optima, and which of them the starts find is chance.
            var expected = Golden.GetProperty("bic").GetProperty($"{entry.NComponents}").GetDouble();
            Assert.Equal(expected, entry.Bic, entry.NComponents <= 5 ? 1e-8 * expected : 0.01 * expected);
        }

        Assert.Equal(4, selection.Best.NComponents);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Local_outlier_factors_are_those_of_all_distances_and_the_odd_points_have_the_largest(int threads)
    {
        float[] features = [.. Golden.GetProperty("features").EnumerateArray().SelectMany(f => f.Doubles()).Select(f => (float)f)];
        var factors = LocalOutlierFactor.Of(new(features, 6), Golden.GetProperty("groups").Ints(), neighbors: 5, threads);
        var expected = Golden.GetProperty("local_outlier_factor_5").Doubles();
        Assert.All(expected.Zip(factors), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal([79, 78], Enumerable.Range(0, 80).OrderByDescending(i => factors[i]).Take(2));
    }
}
