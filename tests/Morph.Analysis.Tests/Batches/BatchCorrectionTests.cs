using Morph.Analysis.Batches;

namespace Morph.Analysis.Tests.Batches;

public class BatchCorrectionTests
{
    private static readonly int[] Plate = EvaluationGolden.PerWindow("plate_of_field");
    private static readonly int[] Gene = EvaluationGolden.PerWindow("gene_of_field");

    [Fact]
    public void Scaled_and_standardised_points_are_those_of_numpy()
    {
        AssertClose("scaled", FeatureScale.Fit(EvaluationGolden.Points).Apply(EvaluationGolden.Points), 1e-6);
        AssertClose("standardised", BatchCorrection.Standardise(EvaluationGolden.Points, Plate), 1e-6);
    }

    [Fact]
    public void Sphered_points_are_those_of_numpy()
    {
        var controls = EvaluationGolden.Points.Rows([.. Enumerable.Range(0, 48).Where(i => Gene[i] == 0)]);
        AssertClose("sphered", Sphering.Fit(controls).Apply(EvaluationGolden.Points), 1e-5);
    }

    [Fact]
    public void Sphered_controls_have_no_correlations_left()
    {
        var controls = EvaluationGolden.Points.Rows([.. Enumerable.Range(0, 48).Where(i => Gene[i] == 0)]);
        var sphered = Sphering.Fit(controls, regularisation: 1e-9).Apply(controls);
        for (var a = 0; a < 8; a++)
        {
            for (var b = 0; b < 8; b++)
            {
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, sphered.Count).Average(i => (double)sphered[i][a] * sphered[i][b]), 1e-4);
            }
        }
    }

    [Fact]
    public void A_feature_that_never_changes_becomes_0()
    {
        var points = new Points(new float[] { 3, 1, 3, 2, 3, 3 }, 2);
        Assert.Equal([0, 0, 0], BatchCorrection.Standardise(points, [0, 0, 0]).Values.ToArray().Where((_, i) => i % 2 == 0));
        Assert.Throws<ArgumentException>(() => Sphering.Fit(new Points(new float[] { 1, 2, 1, 2 }, 2)));
        Assert.Throws<ArgumentException>(() => FeatureScale.Fit(points).Apply(new Points(new float[] { 1 }, 1)));
        Assert.Throws<ArgumentException>(() => BatchCorrection.Standardise(points, [0, 0]));
    }

    private static void AssertClose(string figure, Points actual, double tolerance) => Assert.All(
        EvaluationGolden.Figures.GetProperty(figure).EnumerateArray().SelectMany(r => r.Doubles()).Zip(actual.Values.ToArray()),
        v => Assert.Equal(v.First, v.Second, tolerance));
}
