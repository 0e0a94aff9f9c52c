using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Morph.Analysis.Numerics;

/// <summary>
/// x^y for sixteen or eight floats at once, from polynomials of log2 and exp2 with a relative error under 2e-6 for |y log2 x| up to 20. Made of
/// exactly rounded operations only, so the same on every machine and for both widths: a processor without vectors of sixteen floats is much faster with code for eight
/// than with the runtime's pairs of eight, which do not stay in registers.
/// </summary>
internal static class FastPower
{
    private const int MantissaBits = 23;

    /// <summary>Bits of the square root of one half: mantissas are taken from there to the square root of 2.</summary>
    private const int RootHalfBits = 0x3F3504F3;

    /// <summary>x^y for normal x above 0; 0 to the power of y above 0 gives a tiny number, never NaN.</summary>
    public static Vector512<float> Pow(Vector512<float> x, float y) => Exp2(Log2(x) * Vector512.Create(y));

    private static Vector512<float> Log2(Vector512<float> x)
    {
        var bits = x.AsInt32() - Vector512.Create(RootHalfBits);
        var exponent = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, MantissaBits));
        var mantissa = ((bits & Vector512.Create((1 << MantissaBits) - 1)) + Vector512.Create(RootHalfBits)).AsSingle();
        var t = mantissa - Vector512<float>.One;

        // log2(1 + t) / t in Estrin's order: a short chain of operations instead of few.
        var t2 = t * t;
        var low = Add(Add(1.4426949f, -0.72135276f, t), t2, Add(0.48092404f, -0.36024198f, t));
        var high = Add(Add(0.2870756f, -0.24882181f, t), t2, Add(0.23420985f, -0.14620353f, t));
        return Add(exponent, t, Add(low, t2 * t2, high));
    }

    private static Vector512<float> Exp2(Vector512<float> x)
    {
        var clamped = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-126f)), Vector512.Create(126f));
        var whole = Vector512.Floor(clamped + Vector512.Create(0.5f));
        var f = clamped - whole;
        var f2 = f * f;
        var low = Add(Add(1.0000001f, 0.6931472f, f), f2, Add(0.24022107f, 0.05550327f, f));
        var p = Add(low, f2 * f2, Add(0.009676037f, 0.0013400433f, f));
        var scale = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(whole) + Vector512.Create(127), MantissaBits).AsSingle();
        return p * scale;
    }

    private static Vector512<float> Add(Vector512<float> constant, Vector512<float> x, Vector512<float> factor) =>
        Vector512.FusedMultiplyAdd(x, factor, constant);

    private static Vector512<float> Add(float constant, float factor, Vector512<float> x) =>
        Vector512.FusedMultiplyAdd(x, Vector512.Create(factor), Vector512.Create(constant));

    /// <summary>The same for eight floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pow(Vector256<float> x, float y) => Exp2(Log2(x) * Vector256.Create(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log2(Vector256<float> x)
    {
        var bits = x.AsInt32() - Vector256.Create(RootHalfBits);
        var exponent = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, MantissaBits));
        var mantissa = ((bits & Vector256.Create((1 << MantissaBits) - 1)) + Vector256.Create(RootHalfBits)).AsSingle();
        var t = mantissa - Vector256<float>.One;

        // log2(1 + t) / t in Estrin's order: a short chain of operations instead of few.
        var t2 = t * t;
        var low = Add(Add(1.4426949f, -0.72135276f, t), t2, Add(0.48092404f, -0.36024198f, t));
        var high = Add(Add(0.2870756f, -0.24882181f, t), t2, Add(0.23420985f, -0.14620353f, t));
        return Add(exponent, t, Add(low, t2 * t2, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp2(Vector256<float> x)
    {
        var clamped = Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(-126f)), Vector256.Create(126f));
        var whole = Vector256.Floor(clamped + Vector256.Create(0.5f));
        var f = clamped - whole;
        var f2 = f * f;
        var low = Add(Add(1.0000001f, 0.6931472f, f), f2, Add(0.24022107f, 0.05550327f, f));
        var p = Add(low, f2 * f2, Add(0.009676037f, 0.0013400433f, f));
        var scale = Vector256.ShiftLeft(Vector256.ConvertToInt32Native(whole) + Vector256.Create(127), MantissaBits).AsSingle();
        return p * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> constant, Vector256<float> x, Vector256<float> factor) =>
        Vector256.FusedMultiplyAdd(x, factor, constant);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(float constant, float factor, Vector256<float> x) =>
        Vector256.FusedMultiplyAdd(x, Vector256.Create(factor), Vector256.Create(constant));
}
