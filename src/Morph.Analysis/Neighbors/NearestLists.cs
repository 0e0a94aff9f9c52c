namespace Morph.Analysis.Neighbors;

/// <summary>The k nearest points seen so far for each of several queries, nearest first; of equally near ones the one that was offered first.</summary>
internal sealed class NearestLists(int queries, int neighbors)
{
    /// <summary>The index that stands in a list's free places.</summary>
    public const int None = -1;

    private readonly float[] _squares = new float[queries * neighbors];
    private readonly int[] _indices = new int[queries * neighbors];

    /// <summary>Forgets all points.</summary>
    public void Clear()
    {
        Array.Fill(_squares, float.PositiveInfinity);
        Array.Fill(_indices, None);
    }

    /// <summary>The squared distance that a point must be under to enter a query's list.</summary>
    public float Worst(int query) => _squares[(query + 1) * neighbors - 1];

    /// <summary>The points of a query's list.</summary>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(query * neighbors, neighbors);

    /// <summary>A copy of the points of all lists, list after list.</summary>
    public int[] Copy() => [.. _indices];

    /// <summary>Enters a point if it is nearer than the last of the list and not in it yet; after equally near ones.</summary>
    /// <returns>Whether it entered.</returns>
    public bool Offer(int query, float square, int index)
    {
        var squares = _squares.AsSpan(query * neighbors, neighbors);
        var indices = _indices.AsSpan(query * neighbors, neighbors);
        if (!(square < squares[^1]) || indices.Contains(index))
        {
            return false;
        }

        var at = neighbors - 1;
        for (; at > 0 && squares[at - 1] > square; at--)
        {
            squares[at] = squares[at - 1];
            indices[at] = indices[at - 1];
        }

        (squares[at], indices[at]) = (square, index);
        return true;
    }
}
