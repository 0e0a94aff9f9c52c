using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Metrics;

/// <summary>Percentile intervals (Efron 1979) over units drawn with replacement: as many as there are, some several times.</summary>
public sealed class Bootstrap : IResamples
{
    private const double Tail = 0.025;

    private readonly int[][] _draws;

    /// <summary>Draws.</summary>
    /// <param name="units">Number of units, at least 1.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="seed">Decides the draws.</param>
    public Bootstrap(int units, int resamples, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        Units = units;
        _draws = [.. Enumerable.Range(0, resamples).Select(resample =>
        {
            var random = RandomSource.For(seed, "bootstrap", units, resample);
            var times = new int[units];
            for (var i = 0; i < units; i++)
            {
                times[random.NextInt(units)]++;
            }

            return times;
        })];
    }

    /// <inheritdoc/>
    public int Units { get; }

    /// <inheritdoc/>
    public double[] Replicates(Func<int[], double> figure, int threads = 0)
    {
        var values = new double[_draws.Length];
        BlockedLoop.Run(values.Length, threads, i => values[i] = figure(_draws[i]));
        return values;
    }

    /// <summary>The middle 95 % of the replicates, with numpy's linear interpolation between two of them.</summary>
    /// <inheritdoc/>
    public Interval Around(double value, IReadOnlyList<double> replicates)
    {
        double[] sorted = [.. replicates.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? new(double.NaN, double.NaN) : new(Quantile(sorted, Tail), Quantile(sorted, 1 - Tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
