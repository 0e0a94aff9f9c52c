using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Mixture;

/// <summary>
/// k-means++ (Arthur and Vassilvitskii 2007) in scikit-learn's greedy form: each further centre is the best of
/// 2 + floor(ln K) points drawn with a probability proportional to their squared distance to the centres so far.
/// Distances are computed anew in each pass instead of being kept, so memory does not grow with the points.
/// </summary>
internal static class KMeansSeeding
{
    /// <summary>K x d centres, or fewer rows if the data hold fewer distinct points.</summary>
    public static double[] Seed(MixtureData data, int clusters, RandomSource random, int threads, CancellationToken cancellation)
    {
        var d = data.Dimensions;
        var centers = Point(data, Math.Min((long)(random.NextDouble() * data.Count), data.Count - 1));
        var trials = 2 + (int)Math.Log(clusters);
        while (centers.Length < clusters * d)
        {
            var potentials = Potentials(data, [centers], threads, cancellation)[0];
            var total = potentials.Sum();
            if (total <= 0)
            {
                break;
            }

            var candidates = new double[trials][];
            for (var t = 0; t < trials; t++)
            {
                candidates[t] = [.. centers, .. Point(data, Draw(data, centers, potentials, random.NextDouble() * total))];
            }

            var remaining = Potentials(data, candidates, threads, cancellation).Select(p => p.Sum()).ToArray();
            centers = candidates[Array.IndexOf(remaining, remaining.Min())];
        }

        return centers;
    }

    /// <summary>The point that is farthest from its nearest centre (the first of equals), and its squared distance.</summary>
    public static (double[] Point, double Square) Farthest(MixtureData data, double[] centers, int threads, CancellationToken cancellation)
    {
        var distance = new CenterDistance(centers, data.Dimensions);
        var best = new (long At, double Square)[BlockedLoop.Count(data.Count, Tile.BlockPoints)];
        BlockedLoop.Run(best.Length, threads, () => new Tile(data.Dimensions, 1), (block, scratch) =>
        {
            best[block] = (0, -1);
            scratch.ForEach(data, block, tile =>
            {
                distance.Nearest(tile);
                for (var i = 0; i < tile.Count; i++)
                {
                    if (tile.Single[i] > best[block].Square)
                    {
                        best[block] = (tile.Start + i, tile.Single[i]);
                    }
                }
            });
        }, cancellation);
        var farthest = best.MaxBy(b => b.Square);
        return (Point(data, farthest.At), farthest.Square);
    }

    /// <summary>Per set of centres and block, the sum of the squared distances to the nearest centre.</summary>
    private static double[][] Potentials(MixtureData data, double[][] centerSets, int threads, CancellationToken cancellation)
    {
        var blocks = BlockedLoop.Count(data.Count, Tile.BlockPoints);
        var distances = centerSets.Select(c => new CenterDistance(c, data.Dimensions)).ToArray();
        var sums = centerSets.Select(_ => new double[blocks]).ToArray();
        BlockedLoop.Run(blocks, threads, () => new Tile(data.Dimensions, 1), (block, scratch) => scratch.ForEach(data, block, tile =>
        {
            for (var s = 0; s < distances.Length; s++)
            {
                distances[s].Nearest(tile);
                sums[s][block] += LaneMath.Sum(tile.Single);
            }
        }), cancellation);
        return sums;
    }

    /// <summary>The point at which the running sum of squared distances passes <paramref name="target"/>.</summary>
    private static long Draw(MixtureData data, double[] centers, double[] potentials, double target)
    {
        var block = 0;
        while (block < potentials.Length - 1 && (target >= potentials[block] || potentials[block] <= 0))
        {
            target -= potentials[block++];
        }

        var distance = new CenterDistance(centers, data.Dimensions);
        var at = -1L;
        var passed = false;
        new Tile(data.Dimensions, 1).ForEach(data, block, tile =>
        {
            distance.Nearest(tile);
            for (var i = 0; i < tile.Count && !passed; i++)
            {
                if (tile.Single[i] > 0)
                {
                    at = tile.Start + i;
                    target -= tile.Single[i];
                    passed = target < 0;
                }
            }
        });
        return at >= 0 ? at : data.Count - 1;
    }

    private static double[] Point(MixtureData data, long at)
    {
        var point = new double[data.Dimensions];
        data.Read(at, 1, point, 1);
        return point;
    }
}
