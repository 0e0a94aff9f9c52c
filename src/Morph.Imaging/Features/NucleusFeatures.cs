namespace Morph.Imaging.Features;

/// <summary>Number, size, shape and brightness of the nuclei of one window. A nucleus that the window cuts counts by the share that lies inside.</summary>
internal static class NucleusFeatures
{
    /// <summary>Names of the features for so many channels.</summary>
    public static IEnumerable<string> Names(IReadOnlyList<string> channels) =>
    [
        WindowFeatures.Count, "nuclei_cover",
        "nuclei_area", "nuclei_area_sd", "nuclei_elongation", "nuclei_elongation_sd", "nuclei_distance", "nuclei_distance_sd", "nuclei_spread", "nuclei_spread_sd",
        .. channels.SelectMany(c => new[] { $"nuclei_{c}", $"nuclei_{c}_sd", $"nuclei_{c}_total_sd" }),
    ];

    /// <summary>The features of a window; those of what is not there are not numbers.</summary>
    /// <param name="nuclei">Nuclei with their shares.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="side">Side of the window in pixels.</param>
    public static IEnumerable<double> Of(IReadOnlyList<(Nucleus Nucleus, double Share)> nuclei, int channels, int side)
    {
        yield return nuclei.Sum(n => n.Share);
        yield return nuclei.Sum(n => n.Share * n.Nucleus.Area) / ((double)side * side);
        foreach (var measure in (Func<Nucleus, double>[])[n => Math.Log(n.Area), n => n.Elongation, n => n.NearestDistance, n => n.Spread])
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
