using Morph.Analysis.Mixture;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Mixture;

public class GaussianMixtureTests
{
    [Theory]
    [InlineData(CovarianceType.Full)]
    [InlineData(CovarianceType.Tied)]
    [InlineData(CovarianceType.Diag)]
    [InlineData(CovarianceType.Spherical)]
    public void Any_number_of_threads_gives_the_same_bytes(CovarianceType type)
    {
        var data = MixtureData.Pixels(Fields(3, 4, 100, 131));
        var options = new GaussianMixtureOptions { NComponents = 3, CovarianceType = type, MaxIter = 5 };
        GaussianMixture[] mixtures =
            [.. new[] { 1, 2, 5 }.Select(threads => GaussianMixture.Fit(data, options with { Threads = threads }, new RandomSource(4)))];

        Assert.All(mixtures, m =>
        {
            Assert.Equal(Bits(mixtures[0].Means), Bits(m.Means));
            Assert.Equal(Bits(mixtures[0].Covariances), Bits(m.Covariances));
            Assert.Equal(Bits([mixtures[0].LowerBound]), Bits([m.LowerBound]));
            Assert.Equal(mixtures[0].ScoreSamples(data, 1), m.ScoreSamples(data, 3));
        });
    }

    [Fact]
    public void Pixels_floats_and_doubles_of_the_same_values_give_the_same_mixture()
    {
        var fields = Fields(2, 3, 20, 33);
        ushort[] rows = [.. fields.SelectMany(f =>
            Enumerable.Range(0, 20 * 33).SelectMany(i => new[] { f.Plane(0)[i], f.Plane(1)[i], f.Plane(2)[i] }))];
        var options = new GaussianMixtureOptions { NComponents = 2 };
        MixtureData[] kinds =
        [
            MixtureData.Pixels(fields),
            MixtureData.Rows(rows.Select(v => (float)v).ToArray().AsMemory(), 3),
            MixtureData.Rows(rows.Select(v => (double)v).ToArray().AsMemory(), 3),
        ];
        var means = kinds.Select(k => GaussianMixture.Fit(k, options, new RandomSource(1)).Means.ToArray()).ToArray();
        Assert.Equal(means[0], means[1]);
        Assert.Equal(means[0], means[2]);
    }

    [Fact]
    public void Probabilities_sum_to_1_and_agree_with_the_labels_and_the_score()
    {
        var data = ReferenceData.Iris;
        var mixture = GaussianMixture.Fit(data, new() { NComponents = 3 }, new RandomSource(1));
        var labels = mixture.Predict(data);
        var probabilities = mixture.PredictProba(data);
        for (var i = 0; i < labels.Length; i++)
        {
            var row = probabilities.AsSpan(i * 3, 3).ToArray();
            Assert.Equal(1, row.Sum(), 1e-12);
            Assert.Equal(row.Max(), row[labels[i]]);
        }

        Assert.Equal(mixture.ScoreSamples(data).Average(), mixture.Score(data), 1e-12);
        Assert.Equal(-2 * mixture.Score(data) * 150 + 2 * mixture.ParameterCount, mixture.Aic(data), 1e-9);
    }

    [Fact]
    public void A_mixture_rebuilt_from_its_parameters_scores_the_same()
    {
        var mixture = GaussianMixture.Fit(ReferenceData.Iris, new() { NComponents = 3 }, new RandomSource(1));
        var again = new GaussianMixture(
            mixture.CovarianceType,
            mixture.Weights,
            mixture.Means,
            mixture.Covariances,
            mixture.LowerBound,
            mixture.NIter,
            mixture.Converged);
        Assert.Equal(mixture.ScoreSamples(ReferenceData.Iris), again.ScoreSamples(ReferenceData.Iris));
    }

    [Theory]
    [InlineData(CovarianceType.Full)]
    [InlineData(CovarianceType.Tied)]
    [InlineData(CovarianceType.Diag)]
    [InlineData(CovarianceType.Spherical)]
    public void A_constant_channel_is_harmless(CovarianceType type)
    {
        var random = new RandomSource(2);
        var rows = new double[400];
        for (var i = 0; i < 200; i++)
        {
            (rows[2 * i], rows[2 * i + 1]) = (random.NextGaussian() + (i % 2 == 0 ? 0 : 30), 77);
        }

        var data = MixtureData.Rows(rows.AsMemory(), 2);
        var mixture = GaussianMixture.Fit(data, new() { NComponents = 2, CovarianceType = type }, random);
        Assert.Equal([77, 77], [mixture.Mean(0)[1], mixture.Mean(1)[1]]);
        var labels = mixture.Predict(data);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(labels[i % 2], labels[i]));
    }

    [Fact]
    public void A_blank_image_is_refused_with_the_way_out()
    {
        var blank = MixtureData.Pixels([new FieldImage(2, 10, 10, new ushort[200])]);
        var error = Assert.Throws<StageException>(() => GaussianMixture.Fit(blank, new() { NComponents = 2 }, new RandomSource(1)));
        Assert.Contains("distinct", error.Message);
        Assert.Contains("fewer components", error.Message);
    }

    [Fact]
    public void As_many_components_as_distinct_points_is_allowed_and_one_more_is_refused()
    {
        var data = MixtureData.Rows(new double[] { 0, 0, 0, 5, 5, 9, 9, 9 }.AsMemory(), 1);
        var mixture = GaussianMixture.Fit(data, new() { NComponents = 3 }, new RandomSource(1));
        Assert.Equal([0.0, 5, 9], mixture.Means.Order().Select(m => Math.Round(m, 6)));
        Assert.Throws<StageException>(() => GaussianMixture.Fit(data, new() { NComponents = 4 }, new RandomSource(1)));
    }

    [Fact]
    public void Without_regularisation_a_collapsed_covariance_names_its_component()
    {
        var data = MixtureData.Rows(new double[] { 1, 1, 1, 1, 8, 8, 8, 8 }.AsMemory(), 1);
        var error = Assert.Throws<StageException>(
            () => GaussianMixture.Fit(data, new() { NComponents = 2, RegCovar = 0 }, new RandomSource(1)));
        Assert.Contains("reg_covar", error.Message);
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused_by_row_and_column()
    {
        var error = Assert.Throws<StageException>(() => MixtureData.Rows(new[] { 1.0, 2, 3, double.NaN }.AsMemory(), 2));
        Assert.Contains("Row 1, column 1", error.Message);
        Assert.Throws<StageException>(() => MixtureData.Rows(new[] { 1f, float.PositiveInfinity }.AsMemory(), 1));
    }

    [Fact]
    public void Fewer_points_than_components_and_wrong_shapes_are_refused()
    {
        var data = MixtureData.Rows(new[] { 1.0, 2 }.AsMemory(), 1);
        Assert.Throws<StageException>(() => GaussianMixture.Fit(data, new() { NComponents = 3 }, new RandomSource(1)));
        Assert.Throws<ArgumentException>(() => MixtureData.Rows(new[] { 1.0, 2, 3 }.AsMemory(), 2));
        Assert.Throws<ArgumentException>(() => GaussianMixture.Fit(data, new MixtureStart([1], [0, 0], [1]), new() { NComponents = 1 }));
        var mixture = GaussianMixture.Fit(data, new() { NComponents = 1 }, new RandomSource(1));
        Assert.Throws<ArgumentException>(() => mixture.Predict(ReferenceData.Iris));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => GaussianMixture.Fit(ReferenceData.Iris, new() { NComponents = 2 }, new RandomSource(1), source.Token));
    }

    private static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];

    private static FieldImage[] Fields(int fields, int channels, int height, int width)
    {
        var random = new RandomSource(9);
        return [.. Enumerable.Range(0, fields).Select(_ =>
        {
            var bright = Enumerable.Range(0, height * width).Select(_ => random.NextInt(4) == 0).ToArray();
            var pixels = Enumerable.Range(0, channels * height * width)
                .Select(i => (ushort)Math.Max(0, (bright[i % (height * width)] ? 300 : 100) + 20 * random.NextGaussian()));
            return new FieldImage(channels, height, width, [.. pixels]);
        })];
    }
}
