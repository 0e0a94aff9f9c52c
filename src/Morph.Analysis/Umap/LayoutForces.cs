using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// The gradients of the layout (McInnes et al. 2018, section 3.2) on one point of the map, of eight others at once. Each component is clipped to +-4, as in
/// umap-learn; points at the same place exert no force.
/// </summary>
internal readonly struct LayoutForces(LayoutCurve curve)
{
    /// <summary>Points whose forces are evaluated at once.</summary>
    public const int Lanes = 8;

    private const float Limit = 4;
    private const float Softening = 1e-3f;

    private readonly float _a = (float)curve.A;
    private readonly float _b = (float)curve.B;
    private readonly float _attraction = (float)(-2 * curve.A * curve.B);
    private readonly float _repulsion = (float)(2 * curve.B);

    /// <summary>
    /// The forces of points that lie -d away: attraction -2 a b |d|^(2b - 2) / (1 + a |d|^(2b)) times d,
    /// repulsion 2 b / ((0.001 + |d|^2) (1 + a |d|^(2b))) times d.
    /// </summary>
    /// <param name="d">Eight differences, the two axes side by side.</param>
    /// <param name="attracting">All bits set in the places that attract; the others repel.</param>
    /// <param name="acting">All bits set in the places that act at all.</param>
    /// <returns>Eight forces, the two axes side by side.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> d, Vector512<float> attracting, Vector512<float> acting)
    {
        var squares = d * d;
        var square = squares + Vector512.Shuffle(squares, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
        var power = FastPower.Pow(square, _b);
        var denominator = (square + Vector512.AndNot(Vector512.Create(Softening), attracting))
            * Vector512.FusedMultiplyAdd(Vector512.Create(_a), power, Vector512<float>.One);
        var numerator = Vector512.ConditionalSelect(attracting, Vector512.Create(_attraction) * power, Vector512.Create(_repulsion));
        var strength = (numerator / denominator) & acting & Vector512.GreaterThan(square, Vector512<float>.Zero);
        return Vector512.MinNative(Vector512.MaxNative(strength * d, Vector512.Create(-Limit)), Vector512.Create(Limit));
    }

    /// <summary>The sum of eight forces, in the first two places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector512<float> forces)
    {
        var four = forces.GetLower() + forces.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two + Vector128.Shuffle(two, Vector128.Create(2, 3, 0, 1));
    }
}
