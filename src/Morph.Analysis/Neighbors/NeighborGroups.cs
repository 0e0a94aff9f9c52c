using Morph.Analysis.Numerics;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Keeps a point's own group from taking all places among its neighbours. Overlapping windows of one field are each other's nearest because they share pixels; what they say of
/// each other is worth little.
/// </summary>
/// <param name="OfPoint">The group of each point.</param>
/// <param name="Most">Most neighbours of a point, itself not counted, that are of its own group; from 0.</param>
public sealed record NeighborGroups(IReadOnlyList<int> OfPoint, int Most)
{
    /// <summary>How many nearest points must be known of each so that <see cref="Choose"/> finds what it wants.</summary>
    /// <param name="neighbors">Neighbours wanted of each point, itself included; at most as many as there are points.</param>
    internal int Needed(int neighbors) =>
        Math.Min(OfPoint.Count, neighbors + Math.Max(0, OfPoint.CountBy(g => g).Max(g => g.Value) - 1 - Most));

    /// <summary>
    /// The nearest neighbours of each point, among them at most so many of its own group; more of these only where all others that are known are too few.
    /// </summary>
    /// <param name="known">Neighbours of each point, as many as <see cref="Needed"/> says, nearest first.</param>
    /// <param name="neighbors">Neighbours wanted of each point, itself included.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores. The result is the same for any number.</param>
    internal NeighborTable Choose(NeighborTable known, int neighbors, int threads)
    {
        var table = new NeighborTable(neighbors, new int[known.Count * neighbors], new float[known.Count * neighbors]);
        BlockedLoop.Run(known.Count, threads, point =>
        {
            var indices = known.IndicesOf(point);
            var distances = known.DistancesOf(point);
            Span<bool> chosen = stackalloc bool[indices.Length];
            var (left, own) = (neighbors, 0);
            for (var i = 0; i < indices.Length && left > 0; i++)
            {
                if (indices[i] == point || OfPoint[indices[i]] != OfPoint[point] || own++ < Most)
                {
                    (chosen[i], left) = (true, left - 1);
                }
            }

            for (var i = 0; i < indices.Length && left > 0; i++)
            {
                (chosen[i], left) = (true, chosen[i] ? left : left - 1);
            }

            var place = point * neighbors;
            for (var i = 0; i < indices.Length; i++)
            {
                if (chosen[i])
                {
                    (table.Indices[place], table.Distances[place]) = (indices[i], distances[i]);
                    place++;
                }
            }
        });
        return table;
    }
}
