namespace Morph.Analysis.Metrics;

/// <summary>Where a figure may lie.</summary>
/// <param name="Low">Lower end; not a number where the figure could not be computed of any resample.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High);

/// <summary>
/// Units (fields, samples) counted anew, to learn how much a figure depends on which there happened to be. A figure is a function of how often each unit
/// counts; the same resamples serve all figures over the same units, so that two can be compared resample by resample.
/// </summary>
public interface IResamples
{
    /// <summary>Number of units.</summary>
    int Units { get; }

    /// <summary>The figure of each resample.</summary>
    /// <param name="figure">The figure, given how often each unit counts; called from several threads at once.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    double[] Replicates(Func<int[], double> figure, int threads = 0);

    /// <summary>The 95 % interval of a figure.</summary>
    /// <param name="value">The figure with each unit counted once.</param>
    /// <param name="replicates">The figure of each resample, or the difference of two; what is not a number is left out.</param>
    Interval Around(double value, IReadOnlyList<double> replicates);
}
