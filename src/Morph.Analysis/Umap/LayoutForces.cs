using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Umap;

/// <summary>
/// The gradients of the layout (McInnes et al. 2018, section 3.2) on one point of the map: the attraction of a neighbour and the
/// repulsion of sampled points, all evaluated where the point is, eight at a time. Each component is clipped to +-4, as in umap-learn.
/// </summary>
internal sealed class LayoutForces
{
    /// <summary>Forces evaluated at once: in a batch with a neighbour it takes the first place.</summary>
    public const int Lanes = 8;

    private const float Limit = 4;
    private const float Softening = 1e-3f;

    private readonly float _a;
    private readonly float _b;
    private readonly Vector256<float> _attraction;
    private readonly Vector256<float> _repulsionBeside;
    private readonly Vector256<float> _repulsion;
    private readonly Vector256<float> _softeningBeside;

    /// <summary>Prepares the gradients of a curve.</summary>
    public LayoutForces(LayoutCurve curve)
    {
        (_a, _b) = ((float)curve.A, (float)curve.B);
        _attraction = Vector256<float>.Zero.WithElement(0, (float)(-2 * curve.A * curve.B));
        _repulsion = Vector256.Create((float)(2 * curve.B));
        _repulsionBeside = _repulsion.WithElement(0, 0);
        _softeningBeside = Vector256.Create(Softening).WithElement(0, 0);
    }

    /// <summary>The attraction of the first place and the repulsion of the others, where <paramref name="others"/> holds x and y of up to eight points.</summary>
    /// <param name="x">Where the point is.</param>
    /// <param name="y">Where the point is.</param>
    /// <param name="others">Eight x, then eight y; unused places hold anything finite.</param>
    /// <param name="count">Places used.</param>
    /// <param name="attracting">True if the first place is a neighbour.</param>
    /// <param name="pullX">Force of the neighbour.</param>
    /// <param name="pullY">Force of the neighbour.</param>
    /// <returns>The sum of all forces.</returns>
    public (float X, float Y) Sum(float x, float y, ReadOnlySpan<float> others, int count, bool attracting, out float pullX, out float pullY)
    {
        ref var other = ref MemoryMarshal.GetReference(others[..(2 * Lanes)]);
        var dx = Vector256.Create(x) - Vector256.LoadUnsafe(ref other);
        var dy = Vector256.Create(y) - Vector256.LoadUnsafe(ref other, Lanes);
        var square = dx * dx + dy * dy;
        var apart = Vector256.GreaterThan(square, Vector256<float>.Zero);
        var power = FastPower.Pow(square, _b);
        var softening = attracting ? _softeningBeside : Vector256.Create(Softening);
        var numerator = attracting ? _attraction * power + _repulsionBeside : _repulsion;
        var denominator = (square + softening) * (Vector256.Create(_a) * power + Vector256<float>.One);
        var used = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
        var strength = Vector256.ConditionalSelect(apart & used, numerator / denominator, Vector256<float>.Zero);
        var limit = Vector256.Create(Limit);
        var fx = Vector256.Min(Vector256.Max(strength * dx, -limit), limit);
        var fy = Vector256.Min(Vector256.Max(strength * dy, -limit), limit);
        (pullX, pullY) = (fx.GetElement(0), fy.GetElement(0));
        return (Fold(fx), Fold(fy));
    }

    private static float Fold(Vector256<float> values)
    {
        var four = values.GetLower() + values.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }
}
