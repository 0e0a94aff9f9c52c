using Morph.Analysis.Neighbors;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// A map of points in two dimensions by UMAP (McInnes, Healy and Melville 2018), and the placing of new points in it. Follows
/// umap-learn; deterministic for a seed, whatever the number of threads. Its constructor rebuilds a model from stored parts.
/// </summary>
public sealed class UmapModel
{
    private readonly Lazy<INeighborSearch> _search;

    /// <summary>A model from its parts.</summary>
    /// <param name="training">The n mapped points.</param>
    /// <param name="embedding">n x 2 coordinates, row-major.</param>
    /// <param name="curve">a and b of the map.</param>
    /// <param name="options">How the map was made; used again to place new points.</param>
    /// <exception cref="ArgumentException">There is not one pair of coordinates per point, or an option is outside its range.</exception>
    public UmapModel(Points training, float[] embedding, LayoutCurve curve, UmapOptions options)
    {
        options.Check();
        if (embedding.Length != 2 * training.Count)
        {
            throw new ArgumentException(
                $"{training.Count} points need {2 * training.Count} coordinates, not {embedding.Length}.", nameof(embedding));
        }

        (Training, Embedding, Curve, Options) = (training, embedding, curve, options);
        _search = new(() => new ExactNeighborSearch(training));
    }

    /// <summary>The n mapped points.</summary>
    public Points Training { get; }

    /// <summary>The map: n x 2 coordinates, row-major.</summary>
    public float[] Embedding { get; }

    /// <summary>a and b of the map's curve.</summary>
    public LayoutCurve Curve { get; }

    /// <summary>How the map was made.</summary>
    public UmapOptions Options { get; }

    /// <summary>Neighbourhood size used: fewer than <see cref="UmapOptions.NNeighbors"/> where there are not enough points.</summary>
    public int NNeighbors => Options.NeighborsFor(Training.Count);

    /// <summary>Makes a map.</summary>
    /// <param name="points">n points, at least 1. Up to three are placed at random; equal ones lie close together.</param>
    /// <param name="options">How the map is made.</param>
    /// <param name="random">Stream of the start and of the layout.</param>
    /// <param name="progress">Told of each step and layout epoch; null for none.</param>
    /// <param name="cancellation">Stops between epochs.</param>
    /// <param name="groups">Groups that must not take all places among a point's neighbours; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">Not one group per point.</exception>
    /// <exception cref="StageException">There are no points.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static UmapModel Fit(
        Points points,
        UmapOptions options,
        RandomSource random,
        IProgress<UmapProgress>? progress = null,
        CancellationToken cancellation = default,
        NeighborGroups? groups = null)
    {
        options.Check();
        var curve = LayoutCurve.Fit(options.Spread, options.MinDist);
        if (points.Count < 2)
        {
            return points.Count == 1
                ? new(points, new float[2], curve, options)
                : throw new StageException("There are no points to map: no window was kept. Lower the demands on windows, or add images.");
        }

        if (groups is not null && groups.OfPoint.Count != points.Count)
        {
            throw new ArgumentException($"{points.Count} points have {groups.OfPoint.Count} groups; each needs one.", nameof(groups));
        }

        progress?.Report(new(UmapStep.Neighbors, 0, 1));
        var neighbors = Neighbors(points, options, groups, random, cancellation);
        progress?.Report(new(UmapStep.Graph, 0, 1));
        var epochs = options.EpochsFor(points.Count);
        var graph = FuzzyGraph
            .Union(neighbors, SmoothDistances.Fit(neighbors, threads: options.Threads), options.SetOpMixRatio)
            .Prune(epochs > 10 ? epochs : UmapOptions.DefaultEpochs(points.Count));
        progress?.Report(new(UmapStep.Start, 0, 1));
        var map = SpectralStart.Place(graph, points, random, options.Threads, cancellation);
        LayoutOptimizer.Optimize(map, graph, curve, epochs, options, random, progress, cancellation);
        return new(points, map, curve, options);
    }

    /// <summary>
    /// Places new points in the map without moving it: each starts at the weighted mean of its neighbours' places and is laid out for a
    /// third of the epochs.
    /// </summary>
    /// <param name="points">m points with the features of the mapped ones.</param>
    /// <param name="random">Stream of the layout.</param>
    /// <param name="cancellation">Stops between blocks of points.</param>
    /// <returns>m x 2 coordinates, row-major.</returns>
    /// <exception cref="ArgumentException">The points have another number of features.</exception>
    public float[] Transform(Points points, RandomSource random, CancellationToken cancellation = default)
    {
        var neighbors = _search.Value.Search(points, NNeighbors, Options.Threads, cancellation);
        var scales = SmoothDistances.Fit(neighbors, fromNearest: false, Options.Threads);
        var graph = FuzzyGraph.Directed(neighbors, scales);
        var placed = WeightedMeans(graph, neighbors);
        var epochs = Options.TransformEpochsFor(points.Count);
        LayoutOptimizer.PlaceNew(placed, Embedding, graph.Prune(epochs), Curve, epochs, Options, random, cancellation);
        return placed;
    }

    /// <summary>Exact neighbours of a few points, approximate ones (of which at least 97 in 100 are true ones, on embeddings) of many.</summary>
    private static NeighborTable Neighbors(Points points, UmapOptions options, NeighborGroups? groups, RandomSource random, CancellationToken cancellation)
    {
        var wanted = options.NeighborsFor(points.Count);
        var needed = groups?.Needed(wanted) ?? wanted;
        var known = points.Count <= UmapOptions.ExactNeighbors
            ? new ExactNeighborSearch(points).Search(points, needed, options.Threads, cancellation)
            : NeighborDescent.Search(points, needed, random, options.Threads, cancellation);
        return groups?.Choose(known, wanted, options.Threads) ?? known;
    }

    private float[] WeightedMeans(FuzzyGraph graph, NeighborTable neighbors)
    {
        var means = new float[2 * graph.Count];
        for (var i = 0; i < graph.Count; i++)
        {
            double x = 0, y = 0, total = 0;
            for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
            {
                var at = 2 * graph.Columns[e];

                // A new point that equals a mapped one starts at its place.
                if (graph.Weights[e] == 1)
                {
                    (x, y, total) = (Embedding[at], Embedding[at + 1], 1);
                    break;
                }

                x += graph.Weights[e] * Embedding[at];
                y += graph.Weights[e] * Embedding[at + 1];
                total += graph.Weights[e];
            }

            var nearest = 2 * neighbors.IndicesOf(i)[0];
            means[2 * i] = total > 0 ? (float)(x / total) : Embedding[nearest];
            means[2 * i + 1] = total > 0 ? (float)(y / total) : Embedding[nearest + 1];
        }

        return means;
    }
}
