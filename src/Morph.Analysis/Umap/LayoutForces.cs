using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// The gradients of the layout (McInnes et al. 2018, section 3.2) on one point of the map, of eight others at once. Each component is clipped to +-4, as in
/// umap-learn; points at the same place exert no force. Both axes of a point lie side by side, so that eight points are one vector of sixteen floats, or two of eight
/// on a processor without the former: the same operations in the same order, so the same bytes.
/// </summary>
internal readonly struct LayoutForces(LayoutCurve curve)
{
    /// <summary>Points whose forces are evaluated at once.</summary>
    public const int Lanes = 8;

    private const float Limit = 4;
    private const float Softening = 1e-3f;

    private static readonly Vector512<float> s_first = Vector512.CreateScalar(-1L).AsSingle();

    private readonly float _a = (float)curve.A;
    private readonly float _b = (float)curve.B;
    private readonly float _attraction = (float)(-2 * curve.A * curve.B);
    private readonly float _repulsion = (float)(2 * curve.B);

    /// <summary>
    /// The forces of points that lie -d away: attraction -2 a b |d|^(2b - 2) / (1 + a |d|^(2b)) times d,
    /// repulsion 2 b / ((0.001 + |d|^2) (1 + a |d|^(2b))) times d.
    /// </summary>
    /// <param name="place">Where the point is.</param>
    /// <param name="near">Where the first four others are.</param>
    /// <param name="far">Where the last four are.</param>
    /// <param name="attracts">Whether the first of them attracts; the others repel.</param>
    /// <param name="acting">How many of them act, from the first on.</param>
    /// <returns>The sum of their forces and the force of the first, both in the first two places.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector128<float> Sum, Vector128<float> First) Of(double place, Vector256<double> near, Vector256<double> far, bool attracts, int acting)
    {
        var attracting = attracts ? s_first : default;
        Vector256<float> lower, upper;
        if (Vector512.IsHardwareAccelerated)
        {
            var active = Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)acting)).AsSingle();
            var forces = Of(Vector512.Create(place).AsSingle() - Vector512.Create(near, far).AsSingle(), attracting, active);
            (lower, upper) = (forces.GetLower(), forces.GetUpper());
        }
        else
        {
            lower = Of(Vector256.Create(place).AsSingle() - near.AsSingle(), attracting.GetLower(), Acting(acting));
            upper = Of(Vector256.Create(place).AsSingle() - far.AsSingle(), default, Acting(acting - (Lanes / 2)));
        }

        var four = lower + upper;
        var two = four.GetLower() + four.GetUpper();
        return (two + Vector128.Shuffle(two, Vector128.Create(2, 3, 0, 1)), lower.GetLower());
    }

    private static Vector256<float> Acting(int count) => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsSingle();

    /// <summary>Eight forces. Places that attract, and those that act at all, have all bits set.</summary>
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

    /// <summary>Four forces, the bits that the wide form gives.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Vector256<float> Of(Vector256<float> d, Vector256<float> attracting, Vector256<float> acting)
    {
        var squares = d * d;
        var square = squares + Vector256.Shuffle(squares, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
        var power = FastPower.Pow(square, _b);
        var denominator = (square + Vector256.AndNot(Vector256.Create(Softening), attracting))
            * Vector256.FusedMultiplyAdd(Vector256.Create(_a), power, Vector256<float>.One);
        var numerator = Vector256.ConditionalSelect(attracting, Vector256.Create(_attraction) * power, Vector256.Create(_repulsion));
        var strength = (numerator / denominator) & acting & Vector256.GreaterThan(square, Vector256<float>.Zero);
        return Vector256.MinNative(Vector256.MaxNative(strength * d, Vector256.Create(-Limit)), Vector256.Create(Limit));
    }
}
