using Morph.Analysis;
using Morph.Analysis.Mixture;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;

namespace Morph.Cli.Evaluating;

/// <summary>Maps and clusters another representation as the run did its own, into as many clusters.</summary>
internal static class RunClustering
{
    /// <summary>Representations of so few numbers are clustered as they are.</summary>
    private const int MapDimensions = 2;

    /// <summary>The cluster of each point; null where there are fewer different points than clusters, as counts of cells may be.</summary>
    /// <param name="points">n points.</param>
    /// <param name="fieldOf">The field of each point.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public static int[]? Of(Points points, int[] fieldOf, MorphSettings settings, int clusters, CancellationToken cancellation)
    {
        if (points.Dimensions <= MapDimensions && Enumerable.Range(0, points.Count).Select(i => (points[i][0], points[i][^1])).Distinct().Count() < clusters)
        {
            return null;
        }

        var (reduce, cluster) = (settings.Reduce, settings.Cluster);
        var umap = new UmapOptions { NNeighbors = reduce.NNeighbors, MinDist = reduce.MinDist, NEpochs = reduce.NEpochs };
        var data = points.Dimensions <= MapDimensions
            ? MixtureData.Rows(points.Values, points.Dimensions)
            : MixtureData.Rows(
                UmapModel.Fit(points, umap, RandomSource.For(settings.Seed, "umap"), cancellation: cancellation, groups: new(fieldOf, reduce.OfOneField)).Embedding, MapDimensions);
        var options = new GaussianMixtureOptions
        {
            NComponents = clusters,
            Tol = cluster.Tolerance,
            RegCovar = cluster.RegCovar,
            MaxIter = cluster.MaxIterations,
            NInit = cluster.NInit,
        };
        return GaussianMixture.Fit(data, options, RandomSource.For(settings.Seed, "cluster"), cancellation).Predict(data, cancellation: cancellation);
    }
}
