using System.Numerics;
using Morph.Domain.Identity;

namespace Morph.Domain.Randomness;

/// <summary>
/// A seeded stream of random numbers: xoshiro256** (Blackman and Vigna 2021), its state filled by SplitMix64.
/// Streams are addressed by (seed, name, position), so a resumed run asks for the stream of step 41 and gets it,
/// without having drawn those of steps 1 to 40. The same address gives the same numbers on every machine.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareGaussian = double.NaN;

    /// <summary>Creates the stream of a bare seed.</summary>
    public RandomSource(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>The stream of a run's seed, a purpose ("crop", "umap") and any number of positions (step, field).</summary>
    public static RandomSource For(long seed, string purpose, params ReadOnlySpan<long> positions) =>
        new(SeedFor(seed, purpose, positions));

    /// <summary>The 64-bit seed behind <see cref="For"/>, for libraries with generators of their own (torch).</summary>
    public static ulong SeedFor(long seed, string purpose, params ReadOnlySpan<long> positions)
    {
        var parts = new string[positions.Length + 2];
        parts[0] = seed.ToString(System.Globalization.CultureInfo.InvariantCulture);
        parts[1] = purpose;
        for (var i = 0; i < positions.Length; i++)
        {
            parts[i + 2] = positions[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Convert.ToUInt64(Digest.OfTexts(parts).Hex[..16], 16);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="exclusiveMax"/>), without bias (Lemire 2019).</summary>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        var range = (uint)exclusiveMax;
        var product = (ulong)(uint)NextUInt64() * range;
        var low = (uint)product;
        if (low < range)
        {
            var threshold = (0u - range) % range;
            while (low < threshold)
            {
                product = (ulong)(uint)NextUInt64() * range;
                low = (uint)product;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A standard normal number (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        double u, v, s;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            s = u * u + v * v;
        }
        while (s is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(s) / s);
        _spareGaussian = v * factor;
        return u * factor;
    }

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
