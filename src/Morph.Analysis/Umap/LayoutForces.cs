using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// The gradients of the layout (McInnes et al. 2018, section 3.2) on one point of the map. Each component is clipped to +-4, as in
/// umap-learn; points at the same place exert no force.
/// </summary>
internal readonly struct LayoutForces(LayoutCurve curve)
{
    /// <summary>Repelling points evaluated at once.</summary>
    public const int Lanes = 8;

    private const float Limit = 4;
    private const float Softening = 1e-3f;

    private readonly float _a = (float)curve.A;
    private readonly float _b = (float)curve.B;
    private readonly float _attraction = (float)(-2 * curve.A * curve.B);
    private readonly float _repulsion = (float)(2 * curve.B);

    /// <summary>Attraction of a neighbour that lies (-dx, -dy) away: -2 a b d^(2b - 2) / (1 + a d^(2b)) times (dx, dy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float X, float Y) Attract(float dx, float dy)
    {
        var square = dx * dx + dy * dy;
        if (square == 0)
        {
            return (0, 0);
        }

        var power = FastPower.Pow(Vector256.Create(square), _b).ToScalar();
        var strength = _attraction * power / (square * (_a * power + 1));
        return (Math.Clamp(strength * dx, -Limit, Limit), Math.Clamp(strength * dy, -Limit, Limit));
    }

    /// <summary>The summed repulsion of points that lie (-dx, -dy) away: 2 b / ((0.001 + d^2) (1 + a d^(2b))) times (dx, dy) each.</summary>
    /// <param name="dx">Differences along the first axis.</param>
    /// <param name="dy">Differences along the second axis.</param>
    /// <param name="used">Places used, from the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float X, float Y) Repel(Vector256<float> dx, Vector256<float> dy, int used)
    {
        var square = dx * dx + dy * dy;
        var power = FastPower.Pow(square, _b);
        var denominator = (square + Vector256.Create(Softening))
            * Vector256.FusedMultiplyAdd(Vector256.Create(_a), power, Vector256<float>.One);
        var acting = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(used)).AsSingle();
        var strength = (Vector256.Create(_repulsion) / denominator) & acting;
        return (Sum(Clip(strength * dx)), Sum(Clip(strength * dy)));
    }

    private static Vector256<float> Clip(Vector256<float> force) =>
        Vector256.MinNative(Vector256.MaxNative(force, Vector256.Create(-Limit)), Vector256.Create(Limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector256<float> forces)
    {
        var four = forces.GetLower() + forces.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }
}
