using Morph.Analysis.Mixture;

namespace Morph.Actors.Clustering;

/// <summary>The probabilities of the clusters for each window: the responsibilities of the mixture.</summary>
/// <param name="OfCluster">n probabilities of the cluster that each window is in, 0 to 1.</param>
/// <param name="OfFields">For each field K sums of the probabilities of its windows.</param>
/// <param name="All">n x K probabilities, row-major; null for more than <see cref="MostClusters"/> clusters.</param>
public sealed record WindowMemberships(float[] OfCluster, IReadOnlyList<double[]> OfFields, float[]? All)
{
    /// <summary>Most clusters of which all probabilities are kept: a window then has at most half as many of them as features.</summary>
    public const int MostClusters = 64;

    /// <summary>Computes the probabilities, field by field: all of a million windows at once would take more memory than their features.</summary>
    /// <param name="mixture">The mixture on the map.</param>
    /// <param name="map">n x 2 coordinates.</param>
    /// <param name="clusters">The cluster of each window.</param>
    /// <param name="windows">Windows of each field, in the order of the rows.</param>
    public static WindowMemberships Of(GaussianMixture mixture, float[] map, int[] clusters, IReadOnlyList<int> windows)
    {
        var k = mixture.NComponents;
        var (own, all) = (new float[clusters.Length], k <= MostClusters ? new float[(long)clusters.Length * k] : null);
        var fields = new List<double[]>();
        var first = 0;
        foreach (var count in windows)
        {
            var probabilities = mixture.PredictProba(MixtureData.Rows(map.AsMemory(2 * first, 2 * count), 2), threads: 1);
            var sums = new double[k];
            for (var i = 0; i < probabilities.Length; i++)
            {
                sums[i % k] += probabilities[i];
                all?[((long)first * k) + i] = (float)probabilities[i];
            }

            for (var i = 0; i < count; i++)
            {
                own[first + i] = (float)probabilities[(i * k) + clusters[first + i]];
            }

            fields.Add(sums);
            first += count;
        }

        return new(own, fields, all);
    }
}
