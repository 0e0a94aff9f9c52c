using Morph.Analysis.Batches;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Batches;

public sealed class BatchCorrectionTests
{
    private static readonly Points s_five = new(new float[] { 1, 2, 0, 2, 1, 1, 4, 3, -1, 3, 5, 2, 0, 1, 3 }, 3);

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
        Assert.Equal(expected, scaled.Select(v => (double)v), (e, a) => Math.Abs(e - a) < 1e-6);
    }

    [Fact]
    public void What_shifts_and_stretches_a_batch_is_taken_out()
    {
        var random = RandomSource.For(1, "points");
        float[] plain = [.. Enumerable.Range(0, 400).Select(_ => (float)random.NextGaussian())];
        float[] both = [.. plain, .. plain.Select((v, i) => i % 4 == 0 ? 3 * v + 100 : 0.5f * v - 7)];
        var scaled = BatchCorrection.Standardise(new(both, 4), [.. Enumerable.Range(0, 200).Select(i => i / 100)], [.. Enumerable.Repeat(true, 200)]);
        Assert.Equal(scaled[..400], scaled[400..], (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void A_feature_that_does_not_vary_is_only_centred() =>
        Assert.Equal([-1f, 0, 1, 0], BatchCorrection.Standardise(new(new float[] { 2, 5, 4, 5 }, 2), [0, 0], [true, true]));

    [Fact]
    public void A_batch_without_reference_points_is_refused() =>
        Assert.Throws<ArgumentException>(() => BatchCorrection.Standardise(s_five, [0, 0, 0, 1, 1], [true, true, true, false, false]));

    [Fact]
    public void Whitening_gives_the_figures_of_numpy()
    {
        // e = 0.1 * mean(w); V @ diag(1 / sqrt(w + e)) @ V.T with w, V = eigh(cov(X.T)), on X - mean
        double[] expected =
        [
            -1.02423956, 0.10721963, -0.94594186, 0.41217511, -0.98355891, 0.13135594, 1.02736847, 0.020355, -0.94324686,
            0.37653582, 1.43837295, 0.73952539, -0.79183984, -0.58238867, 1.01830739,
        ];
        Assert.Equal(expected, Sphering.Fit(s_five, 0.1).Apply(s_five).Select(v => (double)v), (e, a) => Math.Abs(e - a) < 1e-6);
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

        var white = Sphering.Fit(new(values, 3), 1e-9).Apply(new(values, 3));
        double Covariance(int f, int g) => Enumerable.Range(0, 1000).Sum(i => (double)white[(3 * i) + f] * white[(3 * i) + g]) / 999;
        Assert.Equal(1, Covariance(0, 0), 3);
        Assert.Equal(1, Covariance(1, 1), 3);
        Assert.Equal(0, Covariance(0, 1), 3);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(0, white[(3 * i) + 2], 1e-3f));
    }
}
