using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Novelty;

/// <summary>
/// How far new points lie from a set of points that stand in groups, measured by what is usual within the set: the distance of a new point to its
/// nearest point of the set, as a multiple of a limit below which 99 of 100 points of the set have a neighbour in another group than their own.
/// </summary>
public sealed class NoveltyScale
{
    /// <summary>Share of the set's own points within the limit.</summary>
    public const double Usual = 0.99;

    private const int MaxPoints = 5_000;

    private readonly ExactNeighborSearch _search;

    private NoveltyScale(ExactNeighborSearch search, double limit) => (_search, Limit) = (search, limit);

    /// <summary>The largest usual distance, above 0.</summary>
    public double Limit { get; }

    /// <summary>Measures what is usual, at every n-th point of the set, at most 5,000.</summary>
    /// <param name="points">The set.</param>
    /// <param name="groups">The group of each point: neighbours of its own group, such as overlapping windows of one field, do not count.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="ArgumentException">There is not one group per point, or a single group.</exception>
    public static NoveltyScale Fit(Points points, IReadOnlyList<string> groups, CancellationToken cancellation = default)
    {
        var sizes = groups.CountBy(g => g).ToList();
        if (groups.Count != points.Count || sizes.Count < 2)
        {
            throw new ArgumentException($"{points.Count} points in {sizes.Count} groups ({groups.Count} named) do not tell what is usual between groups.", nameof(groups));
        }

        var step = (points.Count + MaxPoints - 1) / MaxPoints;
        int[] some = [.. Enumerable.Range(0, points.Count).Where(i => i % step == 0)];
        var search = new ExactNeighborSearch(points);

        // One neighbour more than the largest group has points is of another group.
        var found = search.Search(points.Rows(some), Math.Min(points.Count, sizes.Max(s => s.Value) + 1), cancellation: cancellation);
        var distances = new float[some.Length];
        for (var q = 0; q < some.Length; q++)
        {
            var nearest = 0;
            while (groups[found.IndicesOf(q)[nearest]] == groups[some[q]])
            {
                nearest++;
            }

            distances[q] = found.DistancesOf(q)[nearest];
        }

        Array.Sort(distances);
        return new(search, Math.Max(distances[(int)Math.Ceiling(Usual * distances.Length) - 1], float.Epsilon));
    }

    /// <summary>The distance of each point to the nearest of the set, divided by <see cref="Limit"/>: above 1 it is unlike anything there.</summary>
    /// <exception cref="ArgumentException">The points have another number of features.</exception>
    public float[] Score(Points points, CancellationToken cancellation = default) =>
        [.. _search.Search(points, 1, cancellation: cancellation).Distances.Select(d => (float)(d / Limit))];
}
