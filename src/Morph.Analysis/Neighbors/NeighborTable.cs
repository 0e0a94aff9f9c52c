namespace Morph.Analysis.Neighbors;

/// <summary>The k nearest neighbours of n points.</summary>
public sealed class NeighborTable
{
    /// <summary>Wraps n x k indices and distances, row-major, each row by ascending distance.</summary>
    /// <exception cref="ArgumentException">The numbers of values differ or are no multiple of <paramref name="neighbors"/>.</exception>
    public NeighborTable(int neighbors, int[] indices, float[] distances)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        if (indices.Length != distances.Length || indices.Length % neighbors != 0)
        {
            throw new ArgumentException(
                $"{indices.Length} indices and {distances.Length} distances are no whole rows of {neighbors} neighbours.");
        }

        (Neighbors, Indices, Distances) = (neighbors, indices, distances);
    }

    /// <summary>Neighbours k per point.</summary>
    public int Neighbors { get; }

    /// <summary>Number of points n.</summary>
    public int Count => Indices.Length / Neighbors;

    /// <summary>n x k indices of neighbours, row-major.</summary>
    public int[] Indices { get; }

    /// <summary>n x k Euclidean distances, row-major.</summary>
    public float[] Distances { get; }

    /// <summary>The neighbours of one point, nearest first.</summary>
    public ReadOnlySpan<int> IndicesOf(int point) => Indices.AsSpan(point * Neighbors, Neighbors);

    /// <summary>The distances to the neighbours of one point, ascending.</summary>
    public ReadOnlySpan<float> DistancesOf(int point) => Distances.AsSpan(point * Neighbors, Neighbors);

    /// <summary>Fills a row with the chosen neighbours of a query, nearest first, their distances in double precision; of equally near ones the lower index first.</summary>
    internal void Fill(int row, ReadOnlySpan<float> query, ReadOnlySpan<int> chosen, Points points)
    {
        var found = new (double Square, int Index)[chosen.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = (Points.SquaredDistance(query, points[chosen[i]]), chosen[i]);
        }

        Array.Sort(found);
        for (var i = 0; i < found.Length; i++)
        {
            Indices[(row * Neighbors) + i] = found[i].Index;
            Distances[(row * Neighbors) + i] = (float)Math.Sqrt(found[i].Square);
        }
    }
}
