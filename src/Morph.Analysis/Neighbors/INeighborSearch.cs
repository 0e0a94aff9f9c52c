namespace Morph.Analysis.Neighbors;

/// <summary>Finds the nearest of a set of points by Euclidean distance.</summary>
public interface INeighborSearch
{
    /// <summary>The nearest points of the set for each query, nearest first.</summary>
    /// <param name="queries">Points with the set's number of features.</param>
    /// <param name="count">Neighbours k per query, 1 to the size of the set. A query that belongs to the set finds itself.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores. The result is the same for any number.</param>
    /// <param name="cancellation">Stops the search.</param>
    NeighborTable Search(Points queries, int count, int threads = 0, CancellationToken cancellation = default);
}
