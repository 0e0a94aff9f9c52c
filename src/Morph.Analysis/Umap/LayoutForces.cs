using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// The gradients of the layout (McInnes et al. 2018, section 3.2) on one point of the map: the attraction of a neighbour and the
/// repulsion of sampled points, all evaluated where the point is, eight at a time. Each component is clipped to +-4, as in umap-learn.
/// </summary>
internal readonly struct LayoutForces
{
    /// <summary>Forces evaluated at once.</summary>
    public const int Lanes = 8;

    private const float Limit = 4;
    private const float Softening = 1e-3f;

    private readonly Vector256<float> _a;
    private readonly float _b;
    private readonly Vector256<float> _attraction;
    private readonly Vector256<float> _repulsion;
    private readonly Vector256<float> _softening;

    /// <summary>Prepares the gradients of a curve.</summary>
    /// <param name="curve">The curve of the map's distances.</param>
    /// <param name="attracting">True if the first place attracts and the others repel; false if all repel.</param>
    public LayoutForces(LayoutCurve curve, bool attracting)
    {
        (_a, _b) = (Vector256.Create((float)curve.A), (float)curve.B);
        _attraction = Vector256<float>.Zero.WithElement(0, attracting ? (float)(-2 * curve.A * curve.B) : 0);
        var repulsion = Vector256.Create((float)(2 * curve.B));
        _repulsion = attracting ? repulsion.WithElement(0, 0) : repulsion;
        _softening = attracting ? Vector256.Create(Softening).WithElement(0, 0) : Vector256.Create(Softening);
    }

    /// <summary>
    /// The forces of points that lie (-dx, -dy) away. Attraction -2 a b d^(2b - 2) / (1 + a d^(2b)) and repulsion
    /// 2 b / ((0.001 + d^2) (1 + a d^(2b))), times (dx, dy); points at the same place and unused places exert none.
    /// </summary>
    /// <param name="dx">Differences along the first axis.</param>
    /// <param name="dy">Differences along the second axis.</param>
    /// <param name="used">Places used, from the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> X, Vector256<float> Y) At(Vector256<float> dx, Vector256<float> dy, int used)
    {
        var square = dx * dx + dy * dy;
        var power = FastPower.Pow(square, _b);
        var numerator = Vector256.FusedMultiplyAdd(_attraction, power, _repulsion);
        var denominator = (square + _softening) * Vector256.FusedMultiplyAdd(_a, power, Vector256<float>.One);
        var acting = Vector256.GreaterThan(square, Vector256<float>.Zero)
            & Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(used)).AsSingle();
        var strength = (numerator / denominator) & acting;
        return (Clip(strength * dx), Clip(strength * dy));
    }

    /// <summary>Sum of eight forces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> forces)
    {
        var four = forces.GetLower() + forces.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    private static Vector256<float> Clip(Vector256<float> force) =>
        Vector256.MinNative(Vector256.MaxNative(force, Vector256.Create(-Limit)), Vector256.Create(Limit));
}
