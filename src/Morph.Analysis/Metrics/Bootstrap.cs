using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Metrics;

/// <summary>Where a figure may lie.</summary>
/// <param name="Low">Lower end; not a number where the figure could not be computed of any resample.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High);

/// <summary>
/// Percentile intervals (Efron 1979) over units that are drawn with replacement: as many as there are, some several times. A figure is a function of
/// how often each unit was drawn; the same draws serve all figures over the same units, so that they can be compared draw by draw.
/// </summary>
public sealed class Bootstrap
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

    /// <summary>Number of units.</summary>
    public int Units { get; }

    /// <summary>The figure of each resample.</summary>
    /// <param name="figure">The figure, given how often each unit was drawn; called from several threads at once.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    public double[] Replicates(Func<int[], double> figure, int threads = 0)
    {
        var values = new double[_draws.Length];
        BlockedLoop.Run(values.Length, threads, i => values[i] = figure(_draws[i]));
        return values;
    }

    /// <summary>The middle 95 % of the replicates that are numbers, with numpy's linear interpolation between two of them.</summary>
    public static Interval Middle(IEnumerable<double> replicates)
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
