namespace Morph.Analysis.Batches;

/// <summary>Mean and standard deviation (divisor n) of each feature of some points: (x - mean) / sd makes features of different units comparable.</summary>
public sealed class FeatureScale
{
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private FeatureScale(double[] mean, double[] deviation) => (_mean, _deviation) = (mean, deviation);

    /// <summary>Takes the figures of points.</summary>
    /// <param name="points">At least one point.</param>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static FeatureScale Fit(Points points)
    {
        if (points.Count == 0)
        {
            throw new ArgumentException("There are no points to take the mean of.", nameof(points));
        }

        var (mean, squares) = (new double[points.Dimensions], new double[points.Dimensions]);
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < mean.Length; j++)
            {
                mean[j] += points[i][j] / (double)points.Count;
            }
        }

        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < mean.Length; j++)
            {
                squares[j] += (points[i][j] - mean[j]) * (points[i][j] - mean[j]) / points.Count;
            }
        }

        return new(mean, [.. squares.Select(Math.Sqrt)]);
    }

    /// <summary>(x - mean) / sd of each feature; 0 for a feature that is the same in all fitted points, but for rounding.</summary>
    /// <exception cref="ArgumentException">The points have other features.</exception>
    public Points Apply(Points points)
    {
        if (points.Dimensions != _mean.Length)
        {
            throw new ArgumentException($"The points have {points.Dimensions} features, not {_mean.Length}.", nameof(points));
        }

        var scaled = new float[points.Values.Length];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < _mean.Length; j++)
            {
                var varies = _deviation[j] > 1e-9 * Math.Abs(_mean[j]);
                scaled[(i * _mean.Length) + j] = varies ? (float)((points[i][j] - _mean[j]) / _deviation[j]) : 0;
            }
        }

        return new(scaled, points.Dimensions);
    }
}
