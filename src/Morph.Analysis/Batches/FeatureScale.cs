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
        var mean = points.Mean();
        var squares = new double[mean.Length];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < mean.Length; j++)
            {
                squares[j] += (points[i][j] - mean[j]) * (points[i][j] - mean[j]) / points.Count;
            }
        }

        return new(mean, [.. squares.Select(s => s > 0 ? Math.Sqrt(s) : 1)]);
    }

    /// <summary>(x - mean) / sd of each feature; a feature that is the same in all fitted points is only centred.</summary>
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
                scaled[(i * _mean.Length) + j] = (float)((points[i][j] - _mean[j]) / _deviation[j]);
            }
        }

        return new(scaled, points.Dimensions);
    }
}
