using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// The stochastic gradient descent of the layout (McInnes et al. 2018, algorithm 5) on all cores, the same bytes for a seed whatever their number: edges
/// are drawn block by block, and blocks that share no point at the same time. Where umap-learn draws edge after edge and has each sampled point repel after
/// the other, here the neighbour and the sampled points of a draw act together, and those sampled stand where they were when the epoch began.
/// </summary>
internal static class LayoutOptimizer
{
    /// <summary>Moves the points of a map.</summary>
    /// <param name="map">n x 2 coordinates, row-major; changed in place.</param>
    /// <param name="graph">Symmetric graph of the points.</param>
    /// <param name="curve">The curve of the map's distances.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="options">Learning rate and repulsion.</param>
    /// <param name="random">Stream of the repelling points.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Stops between epochs.</param>
    public static void Optimize(
        float[] map,
        FuzzyGraph graph,
        LayoutCurve curve,
        int epochs,
        UmapOptions options,
        RandomSource random,
        IProgress<UmapProgress>? progress,
        CancellationToken cancellation)
    {
        var edges = new EdgeBlocks(graph, random);
        var schedule = new EdgeSchedule(edges.Weights, options.NegativeSampleRate);
        var sampled = new float[map.Length];
        PointMover[][] movers = [.. edges.Rounds.Select(round => round.Select(_ => new PointMover(curve, graph.Count, new RandomSource(random.NextUInt64()))).ToArray())];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            map.CopyTo(sampled, 0);
            var step = (float)(options.LearningRate * (1 - (double)epoch / epochs));
            for (var round = 0; round < edges.Rounds.Length; round++)
            {
                var (blocks, hands) = (edges.Rounds[round], movers[round]);
                BlockedLoop.Run(
                    blocks.Length,
                    options.Threads,
                    block => Draw(edges, blocks[block], schedule, hands[block], PointMover.Pairs(map), PointMover.Pairs(sampled), epoch, step),
                    cancellation);
            }

            progress?.Report(new(UmapStep.Layout, epoch + 1, epochs));
        }
    }

    /// <summary>Moves new points between the fixed points of a map; every new point for itself, with a stream of its own.</summary>
    /// <param name="placed">m x 2 coordinates of the new points, row-major; changed in place.</param>
    /// <param name="map">n x 2 fixed coordinates.</param>
    /// <param name="graph">A row of fixed neighbours per new point.</param>
    /// <param name="curve">The curve of the map's distances.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="options">Learning rate, of which a quarter is used, and repulsion.</param>
    /// <param name="random">Source of the streams.</param>
    /// <param name="cancellation">Stops between blocks of points.</param>
    public static void PlaceNew(
        float[] placed,
        float[] map,
        FuzzyGraph graph,
        LayoutCurve curve,
        int epochs,
        UmapOptions options,
        RandomSource random,
        CancellationToken cancellation)
    {
        const int blockPoints = 64;
        var seed = random.NextUInt64();
        var schedule = new EdgeSchedule(graph.Weights, options.NegativeSampleRate);
        BlockedLoop.Run(
            BlockedLoop.Count(graph.Count, blockPoints),
            options.Threads,
            block =>
            {
                ReadOnlySpan<double> fixedPoints = PointMover.Pairs(map);
                for (var point = block * blockPoints; point < Math.Min(graph.Count, (block + 1) * blockPoints); point++)
                {
                    var mover = new PointMover(curve, fixedPoints.Length, new RandomSource(seed + (ulong)point));
                    for (var epoch = 0; epoch < epochs; epoch++)
                    {
                        var step = (float)(options.LearningRate / 4 * (1 - (double)epoch / epochs));
                        for (var edge = graph.Starts[point]; edge < graph.Starts[point + 1]; edge++)
                        {
                            if (schedule.Due(edge, epoch))
                            {
                                mover.Draw(
                                    PointMover.Pairs(placed), point, fixedPoints[graph.Columns[edge]], fixedPoints, PointMover.Nobody, schedule.Repulsions(edge, epoch), step);
                            }
                        }
                    }
                }
            },
            cancellation);
    }

    /// <summary>Draws the edges of a block that are due: from either end, as the graph holds each edge twice.</summary>
    private static void Draw(
        EdgeBlocks edges, EdgeBlocks.Block block, EdgeSchedule schedule, PointMover mover, Span<double> map, ReadOnlySpan<double> sampled, int epoch, float step)
    {
        for (var edge = block.First; edge < block.First + block.Count; edge++)
        {
            if (schedule.Due(edge, epoch))
            {
                var (head, tail, repulsions) = (edges.Heads[edge], edges.Tails[edge], schedule.Repulsions(edge, epoch));
                Draw(mover, map, head, tail, sampled, repulsions, step);
                Draw(mover, map, tail, head, sampled, repulsions, step);
            }
        }
    }

    private static void Draw(PointMover mover, Span<double> map, int point, int neighbor, ReadOnlySpan<double> sampled, int repulsions, float step)
    {
        var pull = mover.Draw(map, point, map[neighbor], sampled, point, repulsions, step);
        map[neighbor] = (Vector128.CreateScalar(map[neighbor]).AsSingle() - pull).AsDouble().ToScalar();
    }
}
