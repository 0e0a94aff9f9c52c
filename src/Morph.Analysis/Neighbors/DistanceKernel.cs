using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Morph.Analysis.Neighbors;

/// <summary>
/// Squared Euclidean distances of many queries to many points. Differences are squared and summed in single precision, in the order of the features, so
/// nothing cancels. Points lie in panels of sixteen, feature by feature, so that one instruction serves sixteen of them.
/// </summary>
internal static class DistanceKernel
{
    /// <summary>Points per panel: one vector of floats.</summary>
    public const int PanelPoints = 16;

    /// <summary>Queries whose sums are held in registers at once; their rows must come in whole tiles of so many.</summary>
    public const int TileQueries = 8;

    /// <summary>Numbers in the panels of some points.</summary>
    public static int PanelLength(int points, int dimensions) => (points + PanelPoints - 1) / PanelPoints * PanelPoints * dimensions;

    /// <summary>Writes one point into its place in the panels.</summary>
    /// <param name="point">The features of the point.</param>
    /// <param name="place">Its number in the panels.</param>
    /// <param name="panels">The panels.</param>
    public static void Place(ReadOnlySpan<float> point, int place, Span<float> panels)
    {
        var panel = panels[(place / PanelPoints * PanelPoints * point.Length)..];
        for (var j = 0; j < point.Length; j++)
        {
            panel[(j * PanelPoints) + (place % PanelPoints)] = point[j];
        }
    }

    /// <summary>Offers every point of the panels to the list of every query, in the order of their places.</summary>
    /// <param name="rows">Features of the queries, row-major, filled up to whole tiles.</param>
    /// <param name="lists">The list of each query.</param>
    /// <param name="panels">The points.</param>
    /// <param name="points">The index of each point.</param>
    /// <param name="dimensions">Features of each.</param>
    /// <param name="nearest">The lists.</param>
    public static void Scan(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> lists, ReadOnlySpan<float> panels, ReadOnlySpan<int> points, int dimensions, NearestLists nearest)
    {
        Span<float> squares = stackalloc float[TileQueries * PanelPoints];
        for (var first = 0; first < points.Length; first += PanelPoints)
        {
            var valid = (1UL << Math.Min(PanelPoints, points.Length - first)) - 1;
            for (var tile = 0; tile < lists.Length; tile += TileQueries)
            {
                SquaredDistances(rows[(tile * dimensions)..], panels[(first * dimensions)..], dimensions, squares);
                for (var q = 0; q < TileQueries && tile + q < lists.Length; q++)
                {
                    var all = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(squares), (nuint)(q * PanelPoints));
                    var closer = Vector512.LessThan(all, Vector512.Create(nearest.Worst(lists[tile + q]))).ExtractMostSignificantBits() & valid;
                    for (; closer != 0; closer &= closer - 1)
                    {
                        var lane = BitOperations.TrailingZeroCount(closer);
                        nearest.Offer(lists[tile + q], squares[(q * PanelPoints) + lane], points[first + lane]);
                    }
                }
            }
        }
    }

    /// <summary>Squared distance of two points.</summary>
    public static float SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right[..left.Length]);
        var even = Vector512<float>.Zero;
        var odd = Vector512<float>.Zero;
        var i = 0;
        for (; i + (2 * PanelPoints) <= left.Length; i += 2 * PanelPoints)
        {
            even = AddSquare(even, Vector512.LoadUnsafe(ref l, (nuint)i) - Vector512.LoadUnsafe(ref r, (nuint)i));
            odd = AddSquare(odd, Vector512.LoadUnsafe(ref l, (nuint)(i + PanelPoints)) - Vector512.LoadUnsafe(ref r, (nuint)(i + PanelPoints)));
        }

        var sum = Fold(even + odd);
        for (; i < left.Length; i++)
        {
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        }

        return sum;
    }

    /// <summary>The sum of sixteen numbers in a fixed order.</summary>
    private static float Fold(Vector512<float> sums)
    {
        var eight = sums.GetLower() + sums.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return four.GetElement(0) + four.GetElement(1) + (four.GetElement(2) + four.GetElement(3));
    }

    /// <summary>Squared distances of eight queries to the sixteen points of a panel.</summary>
    private static void SquaredDistances(ReadOnlySpan<float> queries, ReadOnlySpan<float> panel, int d, Span<float> squares)
    {
        ref var q = ref MemoryMarshal.GetReference(queries[..(TileQueries * d)]);
        ref var p = ref MemoryMarshal.GetReference(panel[..(PanelPoints * d)]);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (var j = 0; j < d; j++)
        {
            var values = Vector512.LoadUnsafe(ref p, (nuint)(j * PanelPoints));
            s0 = AddSquare(s0, values - Of(ref q, j));
            s1 = AddSquare(s1, values - Of(ref q, d + j));
            s2 = AddSquare(s2, values - Of(ref q, (2 * d) + j));
            s3 = AddSquare(s3, values - Of(ref q, (3 * d) + j));
            s4 = AddSquare(s4, values - Of(ref q, (4 * d) + j));
            s5 = AddSquare(s5, values - Of(ref q, (5 * d) + j));
            s6 = AddSquare(s6, values - Of(ref q, (6 * d) + j));
            s7 = AddSquare(s7, values - Of(ref q, (7 * d) + j));
        }

        ref var s = ref MemoryMarshal.GetReference(squares[..(TileQueries * PanelPoints)]);
        s0.StoreUnsafe(ref s);
        s1.StoreUnsafe(ref s, PanelPoints);
        s2.StoreUnsafe(ref s, 2 * PanelPoints);
        s3.StoreUnsafe(ref s, 3 * PanelPoints);
        s4.StoreUnsafe(ref s, 4 * PanelPoints);
        s5.StoreUnsafe(ref s, 5 * PanelPoints);
        s6.StoreUnsafe(ref s, 6 * PanelPoints);
        s7.StoreUnsafe(ref s, 7 * PanelPoints);
    }

    private static Vector512<float> Of(ref float queries, int at) => Vector512.Create(Unsafe.Add(ref queries, at));

    private static Vector512<float> AddSquare(Vector512<float> sum, Vector512<float> difference) =>
        Vector512.FusedMultiplyAdd(difference, difference, sum);
}
