using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Outliers;

/// <summary>
/// How much farther each point lies from its nearest neighbours than those lie from theirs: about 1 among points like itself, well above 1 for a
/// point that nothing resembles, however wide or tight the crowd nearest to it is. The local outlier factor of Breunig et al. (2000) with the mean
/// distance to k neighbours in place of the reachability. Neighbours of the point's own group do not count: windows of one field overlap, so that
/// a piece of dust has many near neighbours that all show it.
/// </summary>
public static class LocalOutlierFactor
{
    /// <summary>Most points that all are compared with: evenly chosen ones where there are more, so that a million points take minutes, not days.</summary>
    private const int MostReferences = 10_000;

    /// <summary>Most of them from one group.</summary>
    private const int MostOfOneGroup = 50;

    /// <summary>Points whose neighbours are held in memory at once.</summary>
    private const int BatchPoints = 8_192;

    /// <summary>Added to both distances, so that equal points have the factor 1.</summary>
    private const double LeastDistance = 1e-9;

    /// <summary>The factor of each point, above 0; 1 for all where there is no other group.</summary>
    /// <param name="points">n points.</param>
    /// <param name="groups">The group of each; points of a group stand together.</param>
    /// <param name="neighbors">Neighbours k; fewer where the other groups have fewer.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="ArgumentException">Not one group per point.</exception>
    public static double[] Of(Points points, int[] groups, int neighbors = 10, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        if (groups.Length != points.Count)
        {
            throw new ArgumentException($"{groups.Length} groups do not belong to {points.Count} points.", nameof(groups));
        }

        var (nearest, distances) = Nearest(points, groups, neighbors, threads, cancellation);
        return [.. nearest.Select((others, i) => others.Length == 0
            ? 1
            : (distances[i] + LeastDistance) / (others.Average(o => distances[o]) + LeastDistance))];
    }

    // The nearest points of other groups, and the mean distance to them.
    private static (int[][] Nearest, double[] Distances) Nearest(Points points, int[] groups, int neighbors, int threads, CancellationToken cancellation)
    {
        var references = References(groups);
        var (nearest, distances) = (new int[points.Count][], new double[points.Count]);
        if (references.Length == 0)
        {
            return (nearest, distances);
        }

        var search = new ExactNeighborSearch(points.Rows(references));
        var most = Math.Min(references.Length, neighbors + references.CountBy(r => groups[r]).Max(c => c.Value));
        for (var first = 0; first < points.Count; first += BatchPoints)
        {
            var count = Math.Min(BatchPoints, points.Count - first);
            var batch = new Points(points.Values.Slice(first * points.Dimensions, count * points.Dimensions), points.Dimensions);
            var table = search.Search(batch, most, threads, cancellation);
            for (var i = 0; i < count; i++)
            {
                int[] places = [.. Enumerable.Range(0, most).Where(n => groups[references[table.IndicesOf(i)[n]]] != groups[first + i]).Take(neighbors)];
                nearest[first + i] = [.. places.Select(n => references[table.IndicesOf(i)[n]])];
                distances[first + i] = places.Length == 0 ? 0 : places.Average(n => (double)table.DistancesOf(i)[n]);
            }
        }

        return (nearest, distances);
    }

    // The windows of a group are thinned evenly to the limit of one group, and what is left of all groups evenly to the limit of all.
    private static int[] References(int[] groups)
    {
        var chosen = new List<int>();
        for (var start = 0; start < groups.Length;)
        {
            var end = start;
            while (end < groups.Length && groups[end] == groups[start])
            {
                end++;
            }

            var every = (end - start + MostOfOneGroup - 1) / MostOfOneGroup;
            chosen.AddRange(Enumerable.Range(start, end - start).Where(i => (i - start) % every == 0));
            start = end;
        }

        var step = Math.Max(1, (chosen.Count + MostReferences - 1) / MostReferences);
        return [.. chosen.Where((_, i) => i % step == 0)];
    }
}
