using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <summary>One pass over all points: weighs each tile and sums its moments, block by block, in a fixed order.</summary>
internal static class MomentPass
{
    /// <summary>Runs the pass.</summary>
    /// <param name="data">The points.</param>
    /// <param name="components">Shares per point.</param>
    /// <param name="moments">What is summed.</param>
    /// <param name="weigh">Fills the shares of a tile, and a value per point in <see cref="Tile.Single"/>.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <param name="cancellation">Stops the pass.</param>
    /// <returns>The sum of the values, and the sums of <paramref name="moments"/>.</returns>
    public static (double Value, double[] Sums) Run(
        MixtureData data, int components, MixtureMoments moments, Action<Tile> weigh, int threads, CancellationToken cancellation)
    {
        var partial = new double[BlockedLoop.Count(data.Count, Tile.BlockPoints)][];
        BlockedLoop.Run(
            partial.Length,
            threads,
            () => new Tile(data.Dimensions, components),
            (block, scratch) =>
            {
                var sums = new double[moments.Length + 1];
                scratch.ForEach(data, block, tile =>
                {
                    weigh(tile);
                    sums[^1] += LaneMath.Sum(tile.Single);
                    moments.Add(tile, sums);
                });
                partial[block] = sums;
            },
            cancellation);

        var total = new double[moments.Length + 1];
        foreach (var sums in partial)
        {
            for (var i = 0; i < total.Length; i++)
            {
                total[i] += sums[i];
            }
        }

        return (total[^1], total[..^1]);
    }
}
