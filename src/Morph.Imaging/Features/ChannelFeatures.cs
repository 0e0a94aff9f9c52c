namespace Morph.Imaging.Features;

/// <summary>Intensity and texture of one channel in one window; use one from one thread at a time.</summary>
internal sealed class ChannelFeatures
{
    private const int Bins = 1024;
    private static readonly double[] s_percentiles = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
    private static readonly int[] s_distances = [1, 4];

    private readonly int[] _histogram = new int[Bins];
    private readonly CoOccurrence _pairs = new();

    /// <summary>The features of a channel, in the order of their values.</summary>
    public static IEnumerable<WindowFeature> All(string channel)
    {
        var percentiles = s_percentiles.Select(p => FormattableString.Invariant($"p{100 * p:00}"));
        var bands = ChannelMaps.Scales.Select(s => FormattableString.Invariant($"band{s}"));
        var pairs = s_distances.SelectMany(d => CoOccurrence.Names.Select(n => FormattableString.Invariant($"{n}{d}")));
        return Of(FeatureFamily.Amount, [WindowFeatures.Intensity, "total"])
            .Concat(Of(FeatureFamily.Brightness, ["mean", "sd", "skewness", .. percentiles]))
            .Concat(Of(FeatureFamily.Texture, ["gradient", "gradient_sd", .. bands, .. pairs]));
        IEnumerable<WindowFeature> Of(FeatureFamily family, IEnumerable<string> names) => names.Select(n => new WindowFeature($"{channel}_{n}", family));
    }

    /// <summary>The features of a window; not numbers where it has no foreground.</summary>
    /// <param name="maps">The channel.</param>
    /// <param name="foreground">Where the field shows cells, H x W.</param>
    /// <param name="width">Columns of the field.</param>
    /// <param name="top">First row of the window.</param>
    /// <param name="left">First column.</param>
    /// <param name="side">Side in pixels.</param>
    public IEnumerable<double> Of(ChannelMaps maps, bool[] foreground, int width, int top, int left, int side)
    {
        Array.Clear(_histogram);
        var scale = maps.Most > maps.Least ? Bins / (maps.Most - maps.Least) : 0;
        double n = 0, all = 0, sum = 0, squares = 0, cubes = 0, gradient = 0, gradientSquares = 0;
        var bands = new double[maps.Bands.Length];
        for (var y = top; y < top + side; y++)
        {
            for (var at = (y * width) + left; at < (y * width) + left + side; at++)
            {
                double value = maps.Signal[at];
                all += value;
                if (!foreground[at])
                {
                    continue;
                }

                n++;
                (sum, squares, cubes) = (sum + value, squares + (value * value), cubes + (value * value * value));
                (gradient, gradientSquares) = (gradient + maps.Gradient[at], gradientSquares + (maps.Gradient[at] * maps.Gradient[at]));
                for (var b = 0; b < bands.Length; b++)
                {
                    bands[b] += maps.Bands[b][at];
                }

                _histogram[Math.Min(Bins - 1, (int)((maps.Signal[at] - maps.Least) * scale))]++;
            }
        }

        var mean = sum / n;
        var deviation = Math.Sqrt(Math.Max(0, (squares / n) - (mean * mean)));
        var third = (cubes / n) - (3 * mean * squares / n) + (2 * mean * mean * mean);
        var slope = gradient / n;
        return
        [
            all / ((double)side * side),
            sum / ((double)side * side),
            mean,
            deviation,
            deviation > 0 ? third / (deviation * deviation * deviation) : 0,
            .. s_percentiles.Select(p => Percentile(p * n, maps.Least, scale)),
            slope,
            Math.Sqrt(Math.Max(0, (gradientSquares / n) - (slope * slope))),
            .. bands.Select(b => b / n),
            .. s_distances.SelectMany(d => _pairs.Figures(maps.Levels, width, top, left, side, d)),
        ];
    }

    private double Percentile(double rank, float least, float scale)
    {
        if (double.IsNaN(rank) || scale == 0)
        {
            return double.NaN;
        }

        var below = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            below += _histogram[bin];
            if (below >= rank && below > 0)
            {
                return least + ((bin + 0.5) / scale);
            }
        }

        return double.NaN;
    }
}
