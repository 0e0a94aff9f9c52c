using Morph.Analysis.Numerics;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Exact search by comparing every query with every point in single precision; the distances of the k chosen are then taken in double precision. Of
/// equally near points the one with the lower index comes first.
/// </summary>
public sealed class ExactNeighborSearch : INeighborSearch
{
    /// <summary>Queries per unit of work: those share a panel while it is in the first-level cache.</summary>
    private const int BlockQueries = 16 * DistanceKernel.TileQueries;

    private static readonly int[] s_lists = [.. Enumerable.Range(0, BlockQueries)];

    private readonly Points _points;
    private readonly float[] _panels;
    private readonly int[] _indices;

    /// <summary>Prepares a set of points; takes a copy of them in another order.</summary>
    public ExactNeighborSearch(Points points)
    {
        _points = points;
        _panels = new float[DistanceKernel.PanelLength(points.Count, points.Dimensions)];
        _indices = [.. Enumerable.Range(0, points.Count)];
        for (var i = 0; i < points.Count; i++)
        {
            DistanceKernel.Place(points[i], i, _panels);
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
        var (table, d) = (new NeighborTable(count, new int[queries.Count * count], new float[queries.Count * count]), queries.Dimensions);
        BlockedLoop.Run(
            BlockedLoop.Count(queries.Count, BlockQueries),
            threads,
            () => (Nearest: new NearestLists(BlockQueries, count), Rows: new float[BlockQueries * d]),
            (block, own) =>
            {
                var first = block * BlockQueries;
                var size = Math.Min(BlockQueries, queries.Count - first);
                own.Nearest.Clear();
                queries.Values.Span.Slice(first * d, size * d).CopyTo(own.Rows);
                DistanceKernel.Scan(own.Rows, s_lists.AsSpan(0, size), _panels, _indices, d, own.Nearest);
                for (var q = 0; q < size; q++)
                {
                    table.Fill(first + q, queries[first + q], own.Nearest.Indices(q), _points);
                }
            },
            cancellation);
        return table;
    }
}
