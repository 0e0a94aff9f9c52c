using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Approximate neighbours of many points among themselves by nearest neighbour descent (Dong, Charikar and Li 2011): a neighbour of a neighbour is likely
/// to be a neighbour. It starts from the leaves of random projection trees. In each round every point looks at the lists of the round before and changes
/// its own list only, so the result is the same for any number of threads; memory grows with the number of points alone.
/// </summary>
public sealed class NeighborDescent
{
    private const int Trees = 8;
    private const int LeafPoints = 256;
    private const int BlockPoints = 256;
    private const int MaxRounds = 10;

    /// <summary>Rounds end when fewer than this share of all places in the lists changed.</summary>
    private const double LeastChange = 0.002;

    private readonly Points _points;
    private readonly int _neighbors;
    private readonly NearestLists _nearest;
    private readonly int _leaf;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    private NeighborDescent(Points points, int neighbors, int threads, CancellationToken cancellation)
    {
        (_points, _neighbors, _threads, _cancellation) = (points, neighbors, threads, cancellation);
        _nearest = new(points.Count, neighbors);
        _nearest.Clear();

        // So large that even the smallest leaf fills a list.
        _leaf = Math.Max(LeafPoints, (int)Math.Ceiling(neighbors / ProjectionTree.LeastShare));
    }

    /// <summary>The neighbours of all points, each its own first, nearest first.</summary>
    /// <param name="points">n points.</param>
    /// <param name="count">Neighbours k per point, 1 to n.</param>
    /// <param name="random">Stream of the trees.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores. The result is the same for any number.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static NeighborTable Search(Points points, int count, RandomSource random, int threads, CancellationToken cancellation)
    {
        var descent = new NeighborDescent(points, count, threads, cancellation);
        var order = descent.Start(random);
        var least = (long)(LeastChange * points.Count * count);
        for (var round = 0; round < MaxRounds && descent.Descend(order) > least; round++)
        {
        }

        return descent.Finish();
    }

    /// <summary>Fills the lists from the leaves of the trees.</summary>
    /// <returns>The points in the order of the first tree's leaves: near ones stand together, so that their features are in the cache together.</returns>
    private int[] Start(RandomSource random)
    {
        var seeds = Enumerable.Range(0, Trees).Select(_ => random.NextUInt64()).ToArray();
        var trees = new (int[] Order, int[] Starts)[Trees];
        BlockedLoop.Run(Trees, _threads, tree => trees[tree] = ProjectionTree.Leaves(_points, _leaf, new(seeds[tree])), _cancellation);
        var d = _points.Dimensions;
        foreach (var (order, starts) in trees)
        {
            BlockedLoop.Run(
                starts.Length - 1,
                _threads,
                () => (Panels: new float[DistanceKernel.PanelLength(_leaf, d)], Rows: new float[DistanceKernel.PanelLength(_leaf, d)]),
                (leaf, own) =>
                {
                    var members = order.AsSpan(starts[leaf]..starts[leaf + 1]);
                    for (var i = 0; i < members.Length; i++)
                    {
                        _points[members[i]].CopyTo(own.Rows.AsSpan(i * d));
                        DistanceKernel.Place(_points[members[i]], i, own.Panels);
                    }

                    DistanceKernel.Scan(own.Rows, members, own.Panels, members, d, _nearest);
                },
                _cancellation);
        }

        return trees[0].Order;
    }

    /// <summary>One round: every point is compared with the neighbours of its neighbours, and of those whose neighbour it is.</summary>
    /// <returns>Places in the lists that changed.</returns>
    private long Descend(int[] order)
    {
        var before = _nearest.Copy();
        var reverse = new ReverseNeighbors(before, _points.Count, _neighbors);
        var blocks = BlockedLoop.Count(order.Length, BlockPoints);
        var changed = new long[blocks];
        BlockedLoop.Run(
            blocks,
            _threads,
            () => new Visits(_points.Count),
            (block, visits) =>
            {
                var all = _points.Values.Span;
                foreach (var point in order.AsSpan(block * BlockPoints, Math.Min(BlockPoints, order.Length - (block * BlockPoints))))
                {
                    visits.Begin();
                    var known = before.AsSpan(point * _neighbors, _neighbors);
                    visits.First(point);
                    foreach (var neighbor in known)
                    {
                        visits.First(neighbor);
                    }

                    foreach (var between in known)
                    {
                        changed[block] += Compare(all, point, before.AsSpan(between * _neighbors, _neighbors), visits);
                    }

                    foreach (var between in reverse.Of(point))
                    {
                        if (visits.First(between))
                        {
                            changed[block] += Compare(all, point, between);
                        }

                        changed[block] += Compare(all, point, before.AsSpan(between * _neighbors, _neighbors), visits);
                    }
                }
            },
            _cancellation);
        return changed.Sum();
    }

    private int Compare(ReadOnlySpan<float> all, int point, ReadOnlySpan<int> candidates, Visits visits)
    {
        var changed = 0;
        foreach (var candidate in candidates)
        {
            if (visits.First(candidate))
            {
                changed += Compare(all, point, candidate);
            }
        }

        return changed;
    }

    private int Compare(ReadOnlySpan<float> all, int point, int candidate)
    {
        var d = _points.Dimensions;
        return _nearest.Offer(point, DistanceKernel.SquaredDistance(all.Slice(point * d, d), all.Slice(candidate * d, d)), candidate) ? 1 : 0;
    }

    private NeighborTable Finish()
    {
        var n = _points.Count;
        var table = new NeighborTable(_neighbors, new int[n * _neighbors], new float[n * _neighbors]);
        BlockedLoop.Run(
            BlockedLoop.Count(n, BlockPoints),
            _threads,
            block =>
            {
                for (var i = block * BlockPoints; i < Math.Min(n, (block + 1) * BlockPoints); i++)
                {
                    table.Fill(i, _points[i], _nearest.Indices(i), _points);
                }
            },
            _cancellation);
        return table;
    }

    /// <summary>Whose neighbour a point is: of each point up to k, in the order of their indices.</summary>
    private sealed class ReverseNeighbors
    {
        private readonly int[] _counts;
        private readonly int[] _indices;
        private readonly int _most;

        public ReverseNeighbors(int[] nearest, int points, int neighbors)
        {
            (_counts, _indices, _most) = (new int[points], new int[points * neighbors], neighbors);
            for (var i = 0; i < nearest.Length; i++)
            {
                var (point, neighbor) = (i / neighbors, nearest[i]);
                if (neighbor != point && _counts[neighbor] < _most)
                {
                    _indices[(neighbor * _most) + _counts[neighbor]++] = point;
                }
            }
        }

        public ReadOnlySpan<int> Of(int point) => _indices.AsSpan(point * _most, _counts[point]);
    }

    /// <summary>Which points were already looked at.</summary>
    private sealed class Visits(int points)
    {
        private readonly int[] _seen = new int[points];
        private int _now;

        /// <summary>Begins anew.</summary>
        public void Begin() => _now++;

        /// <summary>Whether a point was not yet looked at since <see cref="Begin"/>; from now on it was.</summary>
        public bool First(int point)
        {
            var first = _seen[point] != _now;
            _seen[point] = _now;
            return first;
        }
    }
}
