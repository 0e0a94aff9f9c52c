using System.Runtime.Intrinsics;

namespace Morph.Analysis.Numerics;

/// <summary>
/// exp and log of eight doubles at once, to a relative error under 4e-16 and 1e-15. Made of exactly rounded operations only, so the same on every machine and
/// in every state of the program: those of the runtime differ in the last bit before and after a method is compiled anew, since only the later code fuses products and sums.
/// </summary>
internal static class LaneFunctions
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    /// <summary>1.5 times 2^52: a whole number added to it stands in the low bits of the sum. Only some processors have instructions that turn 64 bits into doubles or back.</summary>
    private const double WholeInLowBits = 6755399441055744;

    /// <summary>Bits of 2^52: a whole number from 0 on, put into their low bits, is the double 2^52 larger.</summary>
    private const long WholeBits = 0x4330000000000000;

    /// <summary>Added to exponents to make them whole numbers from 0 on.</summary>
    private const long ExponentShift = 1024;

    /// <summary>The logarithm of 2: its first 32 bits, so that whole multiples are exact, and the rest (Cody and Waite 1980).</summary>
    private const double Log2High = 0.69314718036912382;

    private const double Log2Low = 1.9082149292705877e-10;

    /// <summary>Below it e^x is taken for 0: the smallest normal numbers.</summary>
    private const double LeastExponent = -708;

    /// <summary>Bits of the square root of one half: mantissas are taken from there to the square root of 2.</summary>
    private const long RootHalfBits = 0x3FE6A09E667F3BCD;

    /// <summary>e^x for x up to 700; 0 below -708.</summary>
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var clamped = Vector512.Max(x, Vector512.Create(LeastExponent));
        var whole = Vector512.Floor((clamped * Vector512.Create(1.4426950408889634)) + Vector512.Create(0.5));
        var r = Add(Add(clamped, whole, -Log2High), whole, -Log2Low);

        // e^r for |r| up to log(2) / 2: the terms of its series to the 13th, in Estrin's order: a short chain of operations instead of few.
        var r2 = r * r;
        var r4 = r2 * r2;
        var first = Add(Add(1.0, 1.0, r), r2, Add(1.0 / 2, 1.0 / 6, r));
        var second = Add(Add(1.0 / 24, 1.0 / 120, r), r2, Add(1.0 / 720, 1.0 / 5040, r));
        var third = Add(Add(1.0 / 40320, 1.0 / 362880, r), r2, Add(1.0 / 3628800, 1.0 / 39916800, r));
        var fourth = Add(1.0 / 479001600, 1.0 / 6227020800, r);
        var power = Add(Add(first, r4, second), r4 * r4, Add(third, r4, fourth));
        var scale = Vector512.ShiftLeft((whole + Vector512.Create(WholeInLowBits)).AsInt64() + Vector512.Create((long)ExponentBias), MantissaBits).AsDouble();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(LeastExponent)), Vector512<double>.Zero, power * scale);
    }

    /// <summary>log x for normal x above 0.</summary>
    public static Vector512<double> Log(Vector512<double> x)
    {
        var bits = x.AsInt64() - Vector512.Create(RootHalfBits);
        var shifted = Vector512.ShiftRightLogical(bits + Vector512.Create(ExponentShift << MantissaBits), MantissaBits);
        var exponent = (shifted | Vector512.Create(WholeBits)).AsDouble() - Vector512.Create((double)(1L << MantissaBits) + ExponentShift);
        var mantissa = ((bits & Vector512.Create((1L << MantissaBits) - 1)) + Vector512.Create(RootHalfBits)).AsDouble();

        // log m = 2 artanh(s) = 2 (s + s^3 / 3 + s^5 / 5 + ...), |s| below 0.172: terms to the 23rd.
        var t = mantissa - Vector512<double>.One;
        var s = t / (mantissa + Vector512<double>.One);
        var z = s * s;
        var z2 = z * z;
        var z4 = z2 * z2;
        var first = Add(Add(2.0 / 3, 2.0 / 5, z), z2, Add(2.0 / 7, 2.0 / 9, z));
        var second = Add(Add(2.0 / 11, 2.0 / 13, z), z2, Add(2.0 / 15, 2.0 / 17, z));
        var third = Add(Add(2.0 / 19, 2.0 / 21, z), z2, Vector512.Create(2.0 / 23));
        var rest = s * z * Add(Add(first, z4, second), z4 * z4, third);

        // 2 s = t - s t, which keeps the leading term exact where m is near 1.
        var near = t - ((s * t) - rest);
        return Add(Add(near, exponent, Log2Low), exponent, Log2High);
    }

    private static Vector512<double> Add(Vector512<double> constant, Vector512<double> x, Vector512<double> factor) =>
        Vector512.FusedMultiplyAdd(x, factor, constant);

    private static Vector512<double> Add(Vector512<double> constant, Vector512<double> x, double factor) =>
        Vector512.FusedMultiplyAdd(x, Vector512.Create(factor), constant);

    private static Vector512<double> Add(double constant, double factor, Vector512<double> x) =>
        Vector512.FusedMultiplyAdd(x, Vector512.Create(factor), Vector512.Create(constant));
}
