using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Morph.Analysis.Numerics;

/// <summary>
/// Sums over spans of doubles in eight fixed lanes, whatever the machine's vector width, so that the same numbers give
/// the same bytes. Lengths are multiples of <see cref="Lanes"/>.
/// </summary>
internal static class LaneMath
{
    /// <summary>Numbers per vector.</summary>
    public const int Lanes = 8;

    /// <summary><paramref name="count"/> rounded up to a multiple of <see cref="Lanes"/>.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Sum of all values.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i + 2 * Lanes <= values.Length; i += 2 * Lanes)
        {
            even += Vector512.LoadUnsafe(ref v, (nuint)i);
            odd += Vector512.LoadUnsafe(ref v, (nuint)(i + Lanes));
        }

        if (i < values.Length)
        {
            even += Vector512.LoadUnsafe(ref v, (nuint)i);
        }

        return Fold(even + odd);
    }

    /// <summary>Sum of the products of two spans of the same length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right[..left.Length]);
        var a = Vector512<double>.Zero;
        var b = Vector512<double>.Zero;
        var c = Vector512<double>.Zero;
        var d = Vector512<double>.Zero;
        var i = 0;
        for (; i + 4 * Lanes <= left.Length; i += 4 * Lanes)
        {
            a = AddProduct(a, ref l, ref r, i);
            b = AddProduct(b, ref l, ref r, i + Lanes);
            c = AddProduct(c, ref l, ref r, i + 2 * Lanes);
            d = AddProduct(d, ref l, ref r, i + 3 * Lanes);
        }

        for (; i < left.Length; i += Lanes)
        {
            a = AddProduct(a, ref l, ref r, i);
        }

        return Fold(a + b + (c + d));
    }

    /// <summary>Adds <paramref name="factor"/> times <paramref name="values"/> to <paramref name="target"/>.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var v = ref MemoryMarshal.GetReference(values[..target.Length]);
        var scale = Vector512.Create(factor);
        for (nuint i = 0; i < (nuint)target.Length; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref v, i), scale, Vector512.LoadUnsafe(ref t, i)).StoreUnsafe(ref t, i);
        }
    }

    private static Vector512<double> AddProduct(Vector512<double> sum, ref double left, ref double right, int at) =>
        Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at), sum);

    /// <summary>Sum of the lanes of a vector in a fixed tree.</summary>
    private static double Fold(Vector512<double> sums)
    {
        var four = sums.GetLower() + sums.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }
}
