using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <summary>
/// Working memory of one thread: a few hundred points as columns that stay in the first-level cache, with their
/// weights in each component. Spans are padded with zeros to whole vectors.
/// </summary>
internal sealed class Tile(int dimensions, int components)
{
    /// <summary>Most points of a tile.</summary>
    public const int Capacity = 512;

    /// <summary>Points of a block, the unit of work whose sums are combined in order; a whole number of tiles.</summary>
    public const int BlockPoints = 16 * Capacity;

    private readonly double[] _columns = new double[dimensions * Capacity];
    private readonly double[] _shares = new double[components * Capacity];
    private readonly double[] _offsets = new double[dimensions * Capacity];
    private readonly double[] _single = new double[Capacity];
    private int _padded;

    /// <summary>Index of the first point in the data.</summary>
    public long Start { get; private set; }

    /// <summary>Number of points.</summary>
    public int Count { get; private set; }

    /// <summary>One value per point: the norm or the distance of the kernel that filled it.</summary>
    public Span<double> Single => _single.AsSpan(0, _padded);

    /// <summary>Values of one dimension.</summary>
    public ReadOnlySpan<double> Column(int dimension) => _columns.AsSpan(dimension * Capacity, _padded);

    /// <summary>One value per point for a component: log densities, then responsibilities.</summary>
    public Span<double> Share(int component) => _shares.AsSpan(component * Capacity, _padded);

    /// <summary>Working memory: one value per point and dimension.</summary>
    public Span<double> Offset(int dimension) => _offsets.AsSpan(dimension * Capacity, _padded);

    /// <summary>Runs <paramref name="body"/> over the tiles of one block.</summary>
    public void ForEach(MixtureData data, int block, Action<Tile> body)
    {
        var end = Math.Min(data.Count, (block + 1L) * BlockPoints);
        for (var start = (long)block * BlockPoints; start < end; start += Capacity)
        {
            Read(data, start, (int)Math.Min(Capacity, end - start));
            body(this);
        }
    }

    private void Read(MixtureData data, long start, int count)
    {
        (Start, Count, _padded) = (start, count, LaneMath.Padded(count));
        data.Read(start, count, _columns, Capacity);
        for (var j = 0; j < dimensions; j++)
        {
            _columns.AsSpan(j * Capacity + count, _padded - count).Clear();
        }
    }
}
