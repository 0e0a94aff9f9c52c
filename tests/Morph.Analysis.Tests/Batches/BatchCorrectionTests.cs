using Morph.Analysis.Batches;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Batches;

public class BatchCorrectionTests
{
    private static readonly int[] Plate = EvaluationGolden.PerWindow("plate_of_field");
    private static readonly int[] Gene = EvaluationGolden.PerWindow("gene_of_field");
    private static readonly Points s_five = new(new float[] { 1, 2, 0, 2, 1, 1, 4, 3, -1, 3, 5, 2, 0, 1, 3 }, 3);

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

    [Fact]
    public void Standardising_by_reference_points_gives_scikit_learns_figures()
    {
        // StandardScaler().fit(X[:3]).transform(X)
        double[] expected =
        [
            -1.06904497, 0, 0, -0.26726124, -1.22474487, 1.22474487, 1.33630621, 1.22474487, -1.22474487,
            0.53452248, 3.67423461, 2.44948974, -1.87082869, -1.22474487, 3.67423461,
        ];
        var scaled = BatchCorrection.Standardise(s_five, [0, 0, 0, 0, 0], [true, true, true, false, false]);
        Assert.Equal(expected, scaled.Values.ToArray().Select(v => (double)v), (e, a) => Math.Abs(e - a) < 1e-6);
    }

    [Fact]
    public void What_shifts_and_stretches_a_batch_is_taken_out()
    {
        var random = RandomSource.For(1, "points");
        float[] plain = [.. Enumerable.Range(0, 400).Select(_ => (float)random.NextGaussian())];
        float[] both = [.. plain, .. plain.Select((v, i) => i % 4 == 0 ? 3 * v + 100 : 0.5f * v - 7)];
        var scaled = BatchCorrection.Standardise(new(both, 4), [.. Enumerable.Range(0, 200).Select(i => i / 100)], [.. Enumerable.Repeat(true, 200)]);
        Assert.Equal(scaled.Values[..400].ToArray(), scaled.Values[400..].ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void A_feature_that_reference_points_have_in_common_is_only_centred() =>
        Assert.Equal([-1f, 0, 1, 0, 1, 2], BatchCorrection.Standardise(new(new float[] { 2, 5, 4, 5, 4, 7 }, 2), [0, 0, 0], [true, true, false]).Values.ToArray());

    [Fact]
    public void A_batch_without_reference_points_is_refused() =>
        Assert.Throws<ArgumentException>(() => BatchCorrection.Standardise(s_five, [0, 0, 0, 1, 1], [true, true, true, false, false]));

    [Fact]
    public void Whitening_gives_the_figures_of_numpy()
    {
        // e = 0.1 * mean(w); V @ diag(1 / sqrt(w + e)) @ V.T with w, V = eigh(cov(X.T, bias=True)), on X - mean
        double[] expected =
        [
            -1.1451346, 0.1198752, -1.0575952, 0.4608258, -1.0996523, 0.1468604, 1.1486329, 0.0227576,
            -1.0545820, 0.4209798, 1.6081498, 0.8268145, -0.8853039, -0.6511303, 1.1385023,
        ];
        Assert.Equal(expected, Sphering.Fit(s_five, 0.1).Apply(s_five).Values.ToArray().Select(v => (double)v), (e, a) => Math.Abs(e - a) < 1e-6);
    }

    [Fact]
    public void Controls_are_a_sphere_afterwards_and_directions_without_variance_stay_finite()
    {
        var random = RandomSource.For(2, "controls");
        var values = new float[1000 * 3];
        for (var i = 0; i < 1000; i++)
        {
            var (a, b) = (random.NextGaussian(), random.NextGaussian());
            (values[3 * i], values[(3 * i) + 1], values[(3 * i) + 2]) = ((float)(5 * a), (float)(a + b), 7);
        }

        var white = Sphering.Fit(new(values, 3), 1e-9).Apply(new(values, 3)).Values.ToArray();
        double Covariance(int f, int g) => Enumerable.Range(0, 1000).Sum(i => (double)white[(3 * i) + f] * white[(3 * i) + g]) / 1000;
        Assert.Equal(1, Covariance(0, 0), 3);
        Assert.Equal(1, Covariance(1, 1), 3);
        Assert.Equal(0, Covariance(0, 1), 3);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(0, white[(3 * i) + 2], 1e-3f));
    }

    private static void AssertClose(string figure, Points actual, double tolerance) => Assert.All(
        EvaluationGolden.Figures.GetProperty(figure).EnumerateArray().SelectMany(r => r.Doubles()).Zip(actual.Values.ToArray()),
        v => Assert.Equal(v.First, v.Second, tolerance));
}
