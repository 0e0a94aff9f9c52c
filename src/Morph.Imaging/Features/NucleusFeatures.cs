namespace Morph.Imaging.Features;

/// <summary>Number, size, shape and brightness of the nuclei of one window. A nucleus that the window cuts counts by the share that lies inside.</summary>
internal static class NucleusFeatures
{
    /// <summary>The features for some channels, in the order of their values.</summary>
    public static IEnumerable<WindowFeature> All(IReadOnlyList<string> channels) =>
        new[] { WindowFeatures.Count, "nuclei_cover", "nuclei_distance", "nuclei_distance_sd" }.Select(n => new WindowFeature(n, FeatureFamily.Number))
            .Concat(new[] { "area", "area_sd", "elongation", "elongation_sd", "spread", "spread_sd" }
                .Concat(channels.SelectMany(c => new[] { c, $"{c}_sd", $"{c}_total_sd" }))
                .Select(n => new WindowFeature($"nuclei_{n}", FeatureFamily.Nuclei)));

    /// <summary>The features of a window; those of what is not there are not numbers.</summary>
    /// <param name="nuclei">Nuclei with their shares.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="side">Side of the window in pixels.</param>
    public static IEnumerable<double> Of(IReadOnlyList<(Nucleus Nucleus, double Share)> nuclei, int channels, int side)
    {
        yield return nuclei.Sum(n => n.Share);
        yield return nuclei.Sum(n => n.Share * n.Nucleus.Area) / ((double)side * side);
        foreach (var measure in (Func<Nucleus, double>[])[n => n.NearestDistance, n => Math.Log(n.Area), n => n.Elongation, n => n.Spread])
        {
            var (mean, deviation) = Moments(nuclei, measure);
            yield return mean;
            yield return deviation;
        }

        for (var c = 0; c < channels; c++)
        {
            var channel = c;
            var (mean, deviation) = Moments(nuclei, n => n.Mean[channel]);
            yield return mean;
            yield return deviation;
            yield return Moments(nuclei, n => n.Mean[channel] * n.Area).Deviation;
        }
    }

    private static (double Mean, double Deviation) Moments(IReadOnlyList<(Nucleus Nucleus, double Share)> nuclei, Func<Nucleus, double> measure)
    {
        double weight = 0, sum = 0, squares = 0;
        foreach (var (nucleus, share) in nuclei)
        {
            var value = measure(nucleus);
            if (!double.IsNaN(value))
            {
                (weight, sum, squares) = (weight + share, sum + (share * value), squares + (share * value * value));
            }
        }

        var mean = sum / weight;
        return (mean, Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean))));
    }
}
