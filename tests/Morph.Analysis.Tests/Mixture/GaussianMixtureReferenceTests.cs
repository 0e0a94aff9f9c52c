using System.Text.Json;
using Morph.Analysis.Mixture;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Mixture;

public class GaussianMixtureReferenceTests
{
    private static readonly JsonElement Golden = TestData.Golden("gmm.json");

    private static readonly GaussianMixtureOptions MaskOptions = new() { NComponents = 2, Tol = 1e-3, RegCovar = 1e-6, MaxIter = 1000 };

    private static MixtureStart GoldenStart
    {
        get
        {
            var init = Golden.GetProperty("init");
            return new(
                [.. init.GetProperty("weights").Doubles()],
                [.. init.GetProperty("means").EnumerateArray().SelectMany(m => m.Doubles())],
                [.. init.GetProperty("precisions").EnumerateArray().SelectMany(p => p.EnumerateArray().SelectMany(r => r.Doubles()))]);
        }
    }

    [SkippableFact]
    public void The_mask_mixture_from_the_given_start_is_that_of_scikit_learn()
    {
        var data = MixtureData.Pixels([ReferenceData.Ht29OrSkip()]);
        var mixture = GaussianMixture.Fit(data, GoldenStart, MaskOptions);

        ReferenceData.AssertClose(Golden.GetProperty("weights").Doubles(), mixture.Weights, 1e-6);
        ReferenceData.AssertClose(Golden.GetProperty("means").EnumerateArray().SelectMany(m => m.Doubles()), mixture.Means, 1e-6);
        ReferenceData.AssertClose(
            Golden.GetProperty("covariances").EnumerateArray().SelectMany(c => c.EnumerateArray().SelectMany(r => r.Doubles())),
            mixture.Covariances,
            1e-6);
        ReferenceData.AssertClose([Golden.GetProperty("lower_bound").GetDouble()], [mixture.LowerBound], 1e-6);
        Assert.Equal(Golden.GetProperty("n_iter").GetInt32(), mixture.NIter);
        Assert.True(mixture.Converged);
        Assert.Equal(Golden.GetProperty("label1_fraction").GetDouble(), mixture.Predict(data).Average(), 1e-6);
    }

    [SkippableTheory]
    [InlineData(42)]
    [InlineData(1)]
    [InlineData(7)]
    public void The_mask_mixture_from_a_kmeans_start_is_close_to_that_of_scikit_learn(ulong seed)
    {
        var data = MixtureData.Pixels([ReferenceData.Ht29OrSkip()]);
        var mixture = GaussianMixture.Fit(data, MaskOptions, new RandomSource(seed));

        var expected = Golden.GetProperty("kmeanspp_seed42");
        ReferenceData.AssertClose([expected.GetProperty("lower_bound").GetDouble()], [mixture.LowerBound], 1e-4);
        var share = mixture.Predict(data).Average();
        Assert.Equal(expected.GetProperty("minority_fraction").GetDouble(), Math.Min(share, 1 - share), 0.003);
    }

    [Theory]
    [InlineData(CovarianceType.Full, "full")]
    [InlineData(CovarianceType.Diag, "diag")]
    [InlineData(CovarianceType.Spherical, "spherical")]
    [InlineData(CovarianceType.Tied, "tied")]
    public void The_best_BIC_on_irises_is_that_of_scikit_learn_or_better(CovarianceType type, string name)
    {
        var options = new GaussianMixtureOptions { CovarianceType = type, NInit = 30, MaxIter = 1000 };
        var curve = MixtureSelection.Choose(ReferenceData.Iris, 1, 6, options, new RandomSource(3)).Curve;
        foreach (var entry in curve)
        {
            var expected = Golden.GetProperty("iris_bic").GetProperty(name).GetProperty($"{entry.NComponents}").GetDouble();
            Assert.True(entry.Bic <= expected * 1.001, $"{name} {entry.NComponents}: {entry.Bic} against {expected}");
            Assert.True(entry.Bic >= expected * 0.95, $"{name} {entry.NComponents}: {entry.Bic} is suspiciously below {expected}");
        }
    }
}
