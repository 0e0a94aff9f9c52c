namespace Morph.Domain.Pixels;

/// <summary>
/// Exact sums over the pixels of one channel: they add up over fields in any order to the same bits,
/// so that the normalisation does not depend on who counted.
/// </summary>
/// <param name="Count">Number of pixels.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="SumOfSquares">Sum of the squared values.</param>
public readonly record struct ChannelMoments(long Count, long Sum, UInt128 SumOfSquares)
{
    /// <summary>Mean value; 0 for no pixels.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>Population standard deviation (divisor n); 0 for no pixels.</summary>
    public double StandardDeviation
    {
        get
        {
            if (Count == 0)
            {
                return 0;
            }

            // n * sum(x^2) - sum(x)^2 is exact in 128 bits for 16-bit pixels, so nothing cancels.
            var numerator = (UInt128)(ulong)Count * SumOfSquares - (UInt128)(ulong)Sum * (ulong)Sum;
            return Math.Sqrt((double)numerator) / Count;
        }
    }

    /// <summary>Moments of both sets of pixels together.</summary>
    public static ChannelMoments operator +(ChannelMoments a, ChannelMoments b) =>
        new(a.Count + b.Count, a.Sum + b.Sum, a.SumOfSquares + b.SumOfSquares);

    /// <summary>Moments of a plane of pixels.</summary>
    public static ChannelMoments Of(ReadOnlySpan<ushort> pixels)
    {
        long sum = 0;
        ulong squares = 0;
        UInt128 total = 0;
        foreach (var pixel in pixels)
        {
            sum += pixel;
            var before = squares;
            squares += (ulong)pixel * pixel;
            if (squares < before)
            {
                total += (UInt128)ulong.MaxValue + 1;
            }
        }

        return new(pixels.Length, sum, total + squares);
    }
}
