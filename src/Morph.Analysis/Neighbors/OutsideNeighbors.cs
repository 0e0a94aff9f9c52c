using Morph.Analysis.Numerics;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// The nearest points outside a point's own group: overlapping windows of one field, or plates stained on one day, are alike for reasons of their own
/// and must not answer for each other.
/// </summary>
public static class OutsideNeighbors
{
    /// <summary>The nearest points of other groups for each point, nearest first; of equally near ones the lower index first.</summary>
    /// <param name="points">n points.</param>
    /// <param name="groupOf">The group of each point, 0 or more.</param>
    /// <param name="neighbors">Neighbours k, at least 1; fewer where the points outside the largest group are fewer.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores. The result is the same for any number.</param>
    /// <exception cref="ArgumentException">Not one group per point, or all points are of one group.</exception>
    public static NeighborTable Search(Points points, IReadOnlyList<int> groupOf, int neighbors = 5, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        int[][] groups = [.. Enumerable.Range(0, groupOf.Count).GroupBy(i => groupOf[i]).Select(g => g.ToArray())];
        if (points.Count != groupOf.Count || groups.Length < 2)
        {
            throw new ArgumentException($"{points.Count} points of {groups.Length} groups ({groupOf.Count} entries) have no neighbours outside their group.");
        }

        var k = Math.Min(neighbors, points.Count - groups.Max(g => g.Length));
        var table = new NeighborTable(k, new int[points.Count * k], new float[points.Count * k]);
        BlockedLoop.Run(groups.Length, threads, group =>
        {
            var own = groups[group];
            int[] others = [.. Enumerable.Range(0, points.Count).Where(i => groupOf[i] != groupOf[own[0]])];
            var nearest = new ExactNeighborSearch(points.Rows(others)).Search(points.Rows(own), k, threads: 1);
            for (var i = 0; i < own.Length; i++)
            {
                for (var v = 0; v < k; v++)
                {
                    table.Indices[(own[i] * k) + v] = others[nearest.IndicesOf(i)[v]];
                    table.Distances[(own[i] * k) + v] = nearest.DistancesOf(i)[v];
                }
            }
        });
        return table;
    }
}
