using Morph.Actors.Clustering;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Randomness;

namespace Morph.Actors.Tests.Clustering;

public sealed class StoredMixtureTests
{
    [Fact]
    public void A_stored_mixture_has_every_bit_of_the_fitted_one()
    {
        using var folder = new TemporaryFolder();
        var random = RandomSource.For(1, "map");
        float[] map = [.. Enumerable.Range(0, 600).Select(i => (float)(random.NextGaussian() + (i / 200 * 3)))];
        var data = MixtureData.Rows(map, 2);
        var fitted = GaussianMixture.Fit(data, new() { NComponents = 3 }, RandomSource.For(1, "cluster"));

        var run = new RunDirectory(folder.Path);
        Assert.Equal("clusters/mixture.json", MixtureFile.Write(run, StoredMixture.Of(fitted)).Path);
        var read = StoredMixture.Read(run.MixtureFile);

        Assert.Equal(fitted.Weights.AsEnumerable(), read.Weights);
        Assert.Equal(fitted.Means.AsEnumerable(), read.Means);
        Assert.Equal(fitted.Covariances.AsEnumerable(), read.Covariances);
        Assert.Equal((fitted.LowerBound, fitted.NIter, fitted.Converged), (read.LowerBound, read.NIter, read.Converged));
        Assert.Equal(fitted.PredictProba(data), read.PredictProba(data));
    }
}
