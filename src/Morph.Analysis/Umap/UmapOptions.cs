namespace Morph.Analysis.Umap;

/// <summary>How a map is made; names and defaults are umap-learn's. The metric is Euclidean, the map has two dimensions.</summary>
public sealed record UmapOptions
{
    /// <summary>Most points of which the exact neighbours are found; of more, approximate ones.</summary>
    public const int ExactNeighbors = 12_000;

    /// <summary>Size of a point's neighbourhood, the point itself included; at least 2. Small data use fewer.</summary>
    public int NNeighbors { get; init; } = 15;

    /// <summary>Smallest distance of points in the map; 0 to <see cref="Spread"/>.</summary>
    public double MinDist { get; init; } = 0.1;

    /// <summary>Scale of the map, above 0.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Layout epochs; 0 for 500 up to 10,000 points, else 200.</summary>
    public int NEpochs { get; init; }

    /// <summary>Points that push a point away each time a neighbour attracts it.</summary>
    public int NegativeSampleRate { get; init; } = 5;

    /// <summary>Step length of the first epoch; it falls to 0 in equal steps.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Share of the fuzzy union, the rest is intersection; 0 to 1.</summary>
    public double SetOpMixRatio { get; init; } = 1;

    /// <summary>Most threads used; 0 for the number of cores. The map is the same bytes for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Layout epochs for a number of points.</summary>
    internal int EpochsFor(int points) => NEpochs > 0 ? NEpochs : DefaultEpochs(points);

    /// <summary>Layout epochs that umap-learn takes for a number of points when none are given.</summary>
    internal static int DefaultEpochs(int points) => points <= 10_000 ? 500 : 200;

    /// <summary>Epochs for placing new points: a third of those given, else 100 up to 10,000 new points and 30 above.</summary>
    internal int TransformEpochsFor(int points) => NEpochs > 0 ? Math.Max(1, NEpochs / 3) : points <= 10_000 ? 100 : 30;

    /// <summary>
    /// Neighbourhood size for a number of points: up to the given size all points but one, as in umap-learn, but at least 2.
    /// </summary>
    internal int NeighborsFor(int points) => points > NNeighbors ? NNeighbors : Math.Min(points, Math.Max(2, points - 1));

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(NNeighbors, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Spread);
        ArgumentOutOfRangeException.ThrowIfNegative(MinDist);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MinDist, Spread);
        ArgumentOutOfRangeException.ThrowIfNegative(NEpochs);
        ArgumentOutOfRangeException.ThrowIfNegative(NegativeSampleRate);
        ArgumentOutOfRangeException.ThrowIfNegative(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(SetOpMixRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SetOpMixRatio, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}
