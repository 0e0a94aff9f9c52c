using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Exact search by comparing every query with every point. Differences are squared and summed in single precision, so
/// nothing cancels; the distances of the k chosen are then taken in double precision. Of equally near points the one
/// with the lower index comes first.
/// </summary>
public sealed class ExactNeighborSearch : INeighborSearch
{
    /// <summary>Points per panel: one vector of floats.</summary>
    private const int PanelPoints = 16;

    /// <summary>Queries whose sums are held in registers at once.</summary>
    private const int TileQueries = 8;

    /// <summary>Queries per unit of work: those share a panel while it is in the first-level cache.</summary>
    private const int BlockQueries = 16 * TileQueries;

    private readonly Points _points;
    private readonly float[] _panels;

    /// <summary>Prepares a set of points; takes a copy of them in another order.</summary>
    public ExactNeighborSearch(Points points)
    {
        _points = points;
        var d = points.Dimensions;
        _panels = new float[BlockedLoop.Count(points.Count, PanelPoints) * PanelPoints * d];
        for (var i = 0; i < points.Count; i++)
        {
            var panel = _panels.AsSpan(i / PanelPoints * PanelPoints * d);
            for (var j = 0; j < d; j++)
            {
                panel[j * PanelPoints + i % PanelPoints] = points[i][j];
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The queries have other features, or <paramref name="count"/> is out of range.</exception>
    public NeighborTable Search(Points queries, int count, int threads = 0, CancellationToken cancellation = default)
    {
        if (queries.Dimensions != _points.Dimensions)
        {
            throw new ArgumentException(
                $"The queries have {queries.Dimensions} features and the points {_points.Dimensions}.", nameof(queries));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _points.Count);
        var table = new NeighborTable(count, new int[queries.Count * count], new float[queries.Count * count]);
        BlockedLoop.Run(
            BlockedLoop.Count(queries.Count, BlockQueries),
            threads,
            () => new NearestLists(BlockQueries, count),
            (block, nearest) =>
            {
                var first = block * BlockQueries;
                var size = Math.Min(BlockQueries, queries.Count - first);
                nearest.Clear();
                ScanPanels(queries, first, size, nearest);
                for (var q = 0; q < size; q++)
                {
                    Finish(queries[first + q], nearest.Indices(q), table, first + q);
                }
            },
            cancellation);
        return table;
    }

    private void ScanPanels(Points queries, int first, int size, NearestLists nearest)
    {
        var d = _points.Dimensions;

        // The last tile of queries is filled up with zeros, so that the kernel knows one shape only.
        var rows = new float[BlockQueries * d];
        queries.Values.Span.Slice(first * d, size * d).CopyTo(rows);
        Span<float> squares = stackalloc float[TileQueries * PanelPoints];
        for (var panel = 0; panel * PanelPoints < _points.Count; panel++)
        {
            var valid = Math.Min(PanelPoints, _points.Count - panel * PanelPoints);
            for (var tile = 0; tile < size; tile += TileQueries)
            {
                SquaredDistances(rows.AsSpan(tile * d), _panels.AsSpan(panel * PanelPoints * d), d, squares);
                for (var q = 0; q < TileQueries && tile + q < size; q++)
                {
                    Offer(squares.Slice(q * PanelPoints, PanelPoints), valid, panel * PanelPoints, tile + q, nearest);
                }
            }
        }
    }

    private static void Offer(ReadOnlySpan<float> squares, int valid, int firstIndex, int query, NearestLists nearest)
    {
        var all = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(squares));
        var closer = Vector512.LessThan(all, Vector512.Create(nearest.Worst(query))).ExtractMostSignificantBits() & ((1UL << valid) - 1);
        for (; closer != 0; closer &= closer - 1)
        {
            var lane = BitOperations.TrailingZeroCount(closer);
            nearest.Offer(query, squares[lane], firstIndex + lane);
        }
    }

    /// <summary>Squared distances of eight queries to the sixteen points of a panel; each is summed in the order of the features.</summary>
    private static void SquaredDistances(ReadOnlySpan<float> queries, ReadOnlySpan<float> panel, int d, Span<float> squares)
    {
        ref var q = ref MemoryMarshal.GetReference(queries[..(TileQueries * d)]);
        ref var p = ref MemoryMarshal.GetReference(panel[..(PanelPoints * d)]);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (var j = 0; j < d; j++)
        {
            var values = Vector512.LoadUnsafe(ref p, (nuint)(j * PanelPoints));
            s0 = AddSquare(s0, values, ref q, j);
            s1 = AddSquare(s1, values, ref q, d + j);
            s2 = AddSquare(s2, values, ref q, 2 * d + j);
            s3 = AddSquare(s3, values, ref q, 3 * d + j);
            s4 = AddSquare(s4, values, ref q, 4 * d + j);
            s5 = AddSquare(s5, values, ref q, 5 * d + j);
            s6 = AddSquare(s6, values, ref q, 6 * d + j);
            s7 = AddSquare(s7, values, ref q, 7 * d + j);
        }

        ref var s = ref MemoryMarshal.GetReference(squares[..(TileQueries * PanelPoints)]);
        s0.StoreUnsafe(ref s);
        s1.StoreUnsafe(ref s, PanelPoints);
        s2.StoreUnsafe(ref s, 2 * PanelPoints);
        s3.StoreUnsafe(ref s, 3 * PanelPoints);
        s4.StoreUnsafe(ref s, 4 * PanelPoints);
        s5.StoreUnsafe(ref s, 5 * PanelPoints);
        s6.StoreUnsafe(ref s, 6 * PanelPoints);
        s7.StoreUnsafe(ref s, 7 * PanelPoints);
    }

    private static Vector512<float> AddSquare(Vector512<float> sum, Vector512<float> values, ref float queries, int at)
    {
        var difference = values - Vector512.Create(System.Runtime.CompilerServices.Unsafe.Add(ref queries, at));
        return Vector512.FusedMultiplyAdd(difference, difference, sum);
    }

    private void Finish(ReadOnlySpan<float> query, ReadOnlySpan<int> nearest, NeighborTable table, int row)
    {
        var found = new (double Square, int Index)[nearest.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = (Points.SquaredDistance(query, _points[nearest[i]]), nearest[i]);
        }

        Array.Sort(found);
        for (var i = 0; i < found.Length; i++)
        {
            table.Indices[row * found.Length + i] = found[i].Index;
            table.Distances[row * found.Length + i] = (float)Math.Sqrt(found[i].Square);
        }
    }
}
