using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Intervals from leaving out one unit in turn (Tukey 1958): for figures that count pairs of items, where a unit drawn twice by a bootstrap would agree
/// with itself and make the figure look better than it is.
/// </summary>
/// <param name="units">Number of units, at least 1.</param>
public sealed class Jackknife(int units) : IResamples
{
    private const double Normal95 = 1.959963984540054;

    /// <inheritdoc/>
    public int Units => units;

    /// <inheritdoc/>
    public double[] Replicates(Func<int[], double> figure, int threads = 0)
    {
        var values = new double[units];
        BlockedLoop.Run(units, threads, left =>
        {
            var times = new int[units];
            Array.Fill(times, 1);
            times[left] = 0;
            values[left] = figure(times);
        });
        return values;
    }

    /// <summary>The figure plus and minus 1.96 standard errors, sqrt((n - 1) / n times the sum of squared deviations of the replicates from their mean).</summary>
    /// <inheritdoc/>
    public Interval Around(double value, IReadOnlyList<double> replicates)
    {
        double[] numbers = [.. replicates.Where(double.IsFinite)];
        if (numbers.Length < 2)
        {
            return new(double.NaN, double.NaN);
        }

        var mean = numbers.Average();
        var error = Math.Sqrt((numbers.Length - 1.0) / numbers.Length * numbers.Sum(v => (v - mean) * (v - mean)));
        return new(value - (Normal95 * error), value + (Normal95 * error));
    }
}
