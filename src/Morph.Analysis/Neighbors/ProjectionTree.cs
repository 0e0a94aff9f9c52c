using Morph.Domain.Randomness;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Points sorted into leaves of near ones by random planes (Dasgupta and Freund 2008): each plane lies halfway between two points of its node drawn at
/// random. The tree itself is not kept.
/// </summary>
internal static class ProjectionTree
{
    /// <summary>
    /// A node is halved at random instead where a side would hold less than this share of its points: equal points have no plane between them.
    /// So no leaf has fewer than this share of the largest.
    /// </summary>
    public const double LeastShare = 0.1;

    /// <summary>Sorts all points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="largest">Most points in a leaf, at least 2.</param>
    /// <param name="random">Stream of the planes.</param>
    /// <returns>The indices of the points, leaf by leaf, and where each leaf starts, with the end of the last.</returns>
    public static (int[] Order, int[] Starts) Leaves(Points points, int largest, RandomSource random)
    {
        int[] order = [.. Enumerable.Range(0, points.Count)];
        var starts = new List<int>();
        var open = new Stack<(int First, int End)>([(0, points.Count)]);
        while (open.TryPop(out var node))
        {
            if (node.End - node.First <= largest)
            {
                starts.Add(node.First);
                continue;
            }

            var middle = node.First + Split(points, order.AsSpan(node.First..node.End), random);
            open.Push((middle, node.End));
            open.Push((node.First, middle));
        }

        return (order, [.. starts, points.Count]);
    }

    /// <summary>Puts the points that are nearer to one drawn point than to another before the rest.</summary>
    /// <returns>The number of the first ones.</returns>
    private static int Split(Points points, Span<int> node, RandomSource random)
    {
        var one = points[node[random.NextInt(node.Length)]];
        var other = points[node[random.NextInt(node.Length)]];
        var (low, high) = (0, node.Length - 1);
        while (low <= high)
        {
            var point = points[node[low]];
            if (DistanceKernel.SquaredDistance(point, one) < DistanceKernel.SquaredDistance(point, other))
            {
                low++;
            }
            else
            {
                (node[low], node[high]) = (node[high], node[low]);
                high--;
            }
        }

        if (Math.Min(low, node.Length - low) >= LeastShare * node.Length)
        {
            return low;
        }

        random.Shuffle(node);
        return node.Length / 2;
    }
}
