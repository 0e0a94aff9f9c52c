using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Umap;

/// <summary>
/// A weighted graph of points in compressed rows: the neighbours of row i are <c>Columns[Starts[i]..Starts[i + 1]]</c>,
/// ascending, with weights above 0 and at most 1.
/// </summary>
public sealed class FuzzyGraph
{
    private FuzzyGraph(int[] starts, int[] columns, float[] weights) => (Starts, Columns, Weights) = (starts, columns, weights);

    /// <summary>Number of rows n.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>n + 1 places where rows start in <see cref="Columns"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Neighbours of all rows.</summary>
    public int[] Columns { get; }

    /// <summary>Their weights.</summary>
    public float[] Weights { get; }

    /// <summary>
    /// The fuzzy union of the neighbourhoods of points (McInnes et al. 2018, section 3.1): with A the memberships,
    /// mix (A + A^T - A o A^T) + (1 - mix) A o A^T. Symmetric; no point is its own neighbour.
    /// </summary>
    /// <param name="neighbors">Neighbours of each point among the points.</param>
    /// <param name="scales">Their rho and sigma.</param>
    /// <param name="setOpMixRatio">Share of the union, 0 to 1.</param>
    public static FuzzyGraph Union(NeighborTable neighbors, SmoothDistances scales, double setOpMixRatio = 1)
    {
        var n = neighbors.Count;
        var outgoing = new List<(int Column, float Out, float In)>[n];
        for (var i = 0; i < n; i++)
        {
            outgoing[i] = new(2 * neighbors.Neighbors);
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < neighbors.Neighbors; k++)
            {
                var j = neighbors.IndicesOf(i)[k];
                if (j != i)
                {
                    var membership = scales.Membership(i, neighbors.DistancesOf(i)[k]);
                    outgoing[i].Add((j, membership, 0));
                    outgoing[j].Add((i, 0, membership));
                }
            }
        }

        return FromRows(n, i => Merge(outgoing[i], (float)setOpMixRatio));
    }

    /// <summary>The memberships of known points for new points: a row per new point, without any union.</summary>
    internal static FuzzyGraph Directed(NeighborTable neighbors, SmoothDistances scales) =>
        FromRows(neighbors.Count, i =>
        {
            var row = new (int, float)[neighbors.Neighbors];
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = (neighbors.IndicesOf(i)[k], scales.Membership(i, neighbors.DistancesOf(i)[k]));
            }

            Array.Sort(row);
            return row;
        });

    /// <summary>The graph without the edges that are too weak to be drawn once in <paramref name="epochs"/> epochs.</summary>
    internal FuzzyGraph Prune(int epochs)
    {
        var least = Largest() / epochs;
        return FromRows(Count, i => Enumerable.Range(Starts[i], Starts[i + 1] - Starts[i])
            .Where(e => Weights[e] >= least)
            .Select(e => (Columns[e], Weights[e])));
    }

    /// <summary>The largest weight; 0 without edges.</summary>
    internal float Largest() => Weights.Length == 0 ? 0 : Weights.Max();

    private static IEnumerable<(int, float)> Merge(List<(int Column, float Out, float In)> row, float mix)
    {
        row.Sort((x, y) => x.Column.CompareTo(y.Column));
        for (var at = 0; at < row.Count; at++)
        {
            var (column, outward, inward) = row[at];
            if (at + 1 < row.Count && row[at + 1].Column == column)
            {
                at++;
                outward += row[at].Out;
                inward += row[at].In;
            }

            var product = outward * inward;
            yield return (column, mix * (outward + inward - product) + (1 - mix) * product);
        }
    }

    private static FuzzyGraph FromRows(int rows, Func<int, IEnumerable<(int Column, float Weight)>> edges)
    {
        var starts = new int[rows + 1];
        var columns = new List<int>();
        var weights = new List<float>();
        for (var i = 0; i < rows; i++)
        {
            foreach (var (column, weight) in edges(i))
            {
                if (weight > 0)
                {
                    columns.Add(column);
                    weights.Add(weight);
                }
            }

            starts[i + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. weights]);
    }
}
