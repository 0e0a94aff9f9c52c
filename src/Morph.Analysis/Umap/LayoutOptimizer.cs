using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// The stochastic gradient descent of the layout (McInnes et al. 2018, algorithm 5), edge after edge in a fixed order on one thread,
/// so that a seed gives the same bytes. The sampled points of one draw of an edge repel together, up to eight at a time; in umap-learn they
/// repel one after the other.
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
        var mover = new PointMover(curve, map, random);
        var schedule = new EdgeSchedule(graph, options.NegativeSampleRate);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = (float)(options.LearningRate * (1 - (double)epoch / epochs));
            for (var point = 0; point < graph.Count; point++)
            {
                for (var edge = graph.Starts[point]; edge < graph.Starts[point + 1]; edge++)
                {
                    if (schedule.Due(edge, epoch))
                    {
                        mover.Draw(map, point, graph.Columns[edge], schedule.Repulsions(edge, epoch), step, moveNeighbor: true);
                    }
                }
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
        var schedule = new EdgeSchedule(graph, options.NegativeSampleRate);
        BlockedLoop.Run(
            BlockedLoop.Count(graph.Count, blockPoints),
            options.Threads,
            block =>
            {
                for (var point = block * blockPoints; point < Math.Min(graph.Count, (block + 1) * blockPoints); point++)
                {
                    var mover = new PointMover(curve, map, new RandomSource(seed + (ulong)point));
                    for (var epoch = 0; epoch < epochs; epoch++)
                    {
                        var step = (float)(options.LearningRate / 4 * (1 - (double)epoch / epochs));
                        for (var edge = graph.Starts[point]; edge < graph.Starts[point + 1]; edge++)
                        {
                            if (schedule.Due(edge, epoch))
                            {
                                mover.Draw(placed, point, graph.Columns[edge], schedule.Repulsions(edge, epoch), step, moveNeighbor: false);
                            }
                        }
                    }
                }
            },
            cancellation);
    }
}
