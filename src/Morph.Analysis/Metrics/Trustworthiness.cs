using Morph.Analysis.Neighbors;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Trustworthiness of a map (Venna and Kaski 2001): whether neighbours in the map are neighbours in the data, 0 to 1.
/// </summary>
public static class Trustworthiness
{
    /// <summary>
    /// 1 - 2 / (n k (2n - 3k - 1)) * the sum over the k map neighbours of each point of max(0, rank in the data - k). Takes n^2
    /// distances.
    /// </summary>
    /// <param name="points">n points in the data space.</param>
    /// <param name="map">The same n points in the map.</param>
    /// <param name="neighbors">Neighbours k per point, without the point itself; under n / 2.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">The numbers of points differ, or there are too many neighbours.</exception>
    public static double Score(Points points, Points map, int neighbors = 5, int threads = 0)
    {
        var n = points.Count;
        if (map.Count != n || neighbors < 1 || neighbors >= n / 2.0)
        {
            throw new ArgumentException(
                $"Trustworthiness needs as many points in the map as in the data and 1 to under n / 2 neighbours, not {n} points, "
                + $"{map.Count} in the map and {neighbors} neighbours.");
        }

        var near = new ExactNeighborSearch(map).Search(map, neighbors + 1, threads);
        var excess = new long[n];
        BlockedLoop.Run(n, threads, () => new double[n], (i, squares) =>
        {
            for (var j = 0; j < n; j++)
            {
                squares[j] = Points.SquaredDistance(points[i], points[j]);
            }

            foreach (var neighbor in WithoutSelf(near.IndicesOf(i), i))
            {
                excess[i] += Math.Max(0, Rank(squares, i, neighbor) - neighbors);
            }
        });
        return 1 - excess.Sum() * (2.0 / ((double)n * neighbors * (2.0 * n - 3.0 * neighbors - 1)));
    }

    /// <summary>The neighbours but the point itself, or but the last where the point is not among them because of duplicates.</summary>
    private static int[] WithoutSelf(ReadOnlySpan<int> neighbors, int self)
    {
        int[] others = [.. neighbors.ToArray().Where(j => j != self)];
        return others[..(neighbors.Length - 1)];
    }

    /// <summary>Place of a point, from 1, among the others by distance; the lower index first of equals.</summary>
    private static int Rank(double[] squares, int self, int point)
    {
        var rank = 1;
        for (var j = 0; j < squares.Length; j++)
        {
            if (squares[j] < squares[point] || (squares[j] == squares[point] && j < point))
            {
                rank++;
            }
        }

        return squares[self] < squares[point] || self < point ? rank - 1 : rank;
    }
}
