using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Whether a point's nearest neighbours outside its own group have its label: the accuracy of a nearest-neighbour classifier that leaves one group out
/// in turn. Distances are Euclidean.
/// </summary>
public static class HeldOutNeighbors
{
    /// <summary>
    /// Whether the vote of the k nearest points of other groups (<see cref="NeighborVote"/>) is the point's label. Null for a point whose label no other
    /// group has: it cannot be right, and is not asked, but it answers for others.
    /// </summary>
    /// <param name="points">n points.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="groupOf">The group of each, 0 or more.</param>
    /// <param name="neighbors">Neighbours k.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">Not one label and group per point, or all points are of one group.</exception>
    public static bool?[] Outcomes(Points points, IReadOnlyList<int> labels, IReadOnlyList<int> groupOf, int neighbors = 5, int threads = 0) =>
        Outcomes(OutsideNeighbors.Search(points, groupOf, neighbors, threads), labels, groupOf);

    /// <summary>The same for neighbours that are known already.</summary>
    /// <exception cref="ArgumentException">Not one label and group per point.</exception>
    public static bool?[] Outcomes(NeighborTable nearest, IReadOnlyList<int> labels, IReadOnlyList<int> groupOf)
    {
        if (labels.Count != nearest.Count || groupOf.Count != nearest.Count)
        {
            throw new ArgumentException($"One label and group per point is needed; there are {nearest.Count} points, {labels.Count} labels and {groupOf.Count} groups.");
        }

        var groups = Enumerable.Range(0, labels.Count).Select(i => (labels[i], groupOf[i])).Distinct().CountBy(pair => pair.Item1).ToDictionary();
        var outcomes = new bool?[nearest.Count];
        Span<int> votes = stackalloc int[nearest.Neighbors];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var neighbors = nearest.IndicesOf(i);
            for (var v = 0; v < votes.Length; v++)
            {
                votes[v] = labels[neighbors[v]];
            }

            outcomes[i] = groups[labels[i]] > 1 ? NeighborVote.Of(votes) == labels[i] : null;
        }

        return outcomes;
    }
}
