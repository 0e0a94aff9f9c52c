using Morph.Analysis.Neighbors;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// Per point, the distance rho to its nearest neighbour and the scale sigma beyond it (McInnes et al. 2018, algorithm 3):
/// the memberships exp(-(distance - rho) / sigma) of its neighbours, the first left out, sum to log2(k).
/// </summary>
public sealed class SmoothDistances
{
    private const int Iterations = 64;
    private const double Tolerance = 1e-5;
    private const double MinScale = 1e-3;
    private const int BlockPoints = 256;

    private SmoothDistances(float[] rho, float[] sigma) => (Rho, Sigma) = (rho, sigma);

    /// <summary>Distance to the nearest neighbour that is not at distance 0, per point; 0 where there is none.</summary>
    public float[] Rho { get; }

    /// <summary>Scale of the distances beyond rho, per point; 0 only if all distances are 0.</summary>
    public float[] Sigma { get; }

    /// <summary>Fits rho and sigma as umap-learn's smooth_knn_dist with local_connectivity 1, or 0 where rho is left at 0.</summary>
    /// <param name="neighbors">Neighbours of each point, nearest first.</param>
    /// <param name="fromNearest">True for points among themselves; false for new points, whose rho stays 0.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    public static SmoothDistances Fit(NeighborTable neighbors, bool fromNearest = true, int threads = 0)
    {
        var rho = new float[neighbors.Count];
        var sigma = new float[neighbors.Count];
        var target = Math.Log2(neighbors.Neighbors);
        var overallMean = Mean(neighbors.Distances);
        BlockedLoop.Run(BlockedLoop.Count(rho.Length, BlockPoints), threads, block =>
        {
            for (var i = block * BlockPoints; i < Math.Min(rho.Length, (block + 1) * BlockPoints); i++)
            {
                var distances = neighbors.DistancesOf(i);
                rho[i] = fromNearest ? FirstPositive(distances) : 0;
                var floor = MinScale * (rho[i] > 0 ? Mean(distances) : overallMean);
                sigma[i] = (float)Math.Max(Solve(distances, rho[i], target), floor);
            }
        });
        return new(rho, sigma);
    }

    /// <summary>Membership of a neighbour at <paramref name="distance"/> of point <paramref name="point"/>, 0 to 1.</summary>
    internal float Membership(int point, float distance)
    {
        var beyond = distance - Rho[point];
        return beyond <= 0 || Sigma[point] == 0 ? 1 : (float)Math.Exp(-(beyond / Sigma[point]));
    }

    private static double Solve(ReadOnlySpan<float> distances, float rho, double target)
    {
        double low = 0, high = double.PositiveInfinity, scale = 1;
        for (var n = 0; n < Iterations; n++)
        {
            var sum = 0.0;
            foreach (var distance in distances[1..])
            {
                var beyond = distance - rho;
                sum += beyond > 0 ? Math.Exp(-(beyond / scale)) : 1;
            }

            if (Math.Abs(sum - target) < Tolerance)
            {
                break;
            }

            if (sum > target)
            {
                high = scale;
                scale = (low + high) / 2;
            }
            else
            {
                low = scale;
                scale = double.IsPositiveInfinity(high) ? scale * 2 : (low + high) / 2;
            }
        }

        return scale;
    }

    private static float FirstPositive(ReadOnlySpan<float> distances)
    {
        var first = distances.IndexOfAnyExceptInRange(float.NegativeInfinity, 0);
        return first < 0 ? 0 : distances[first];
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? 0 : sum / values.Length;
    }
}
