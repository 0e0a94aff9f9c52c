using Morph.Analysis.Mixture;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;

namespace Morph.Imaging.Masking;

/// <summary>
/// Tells cells from background: a mixture of two Gaussians with full covariances on the raw channel values of all pixels of a sample
/// (Lu 2023). The foreground is the brighter component, or the one with fewer pixels; where that does not decide, the other rule does.
/// </summary>
public static class SampleMasker
{
    /// <summary>Fits the mixture to a sample and labels each of its pixels; the same random stream gives the same masks for any number of threads.</summary>
    /// <param name="fields">The fields of the sample, at least one, all of the same channels.</param>
    /// <param name="settings">Block <c>morph.mask</c>.</param>
    /// <param name="random">Stream of the k-means++ start.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <returns>The masks; without any foreground if all pixels of the sample are alike.</returns>
    /// <exception cref="ImageException">No mixture can be fitted to the pixels.</exception>
    public static SampleMask Fit(
        IReadOnlyList<FieldImage> fields, MaskSettings settings, RandomSource random, int threads = 0, CancellationToken cancellation = default)
    {
        if (AllAlike(fields))
        {
            return new([.. fields.Select(f => new FieldMask(f.Height, f.Width, new bool[f.Height * f.Width]))], 0, null, null, 0, true);
        }

        var options = new GaussianMixtureOptions
        {
            NComponents = 2,
            Tol = settings.Tolerance,
            RegCovar = settings.RegCovar,
            MaxIter = settings.MaxIterations,
            Threads = threads,
        };
        try
        {
            var data = MixtureData.Pixels(fields);
            var mixture = GaussianMixture.Fit(data, options, random, cancellation);
            return Label(fields, mixture, mixture.Predict(data, threads, cancellation), settings.Foreground);
        }
        catch (StageException failed)
        {
            throw new ImageException($"cells cannot be told from background: {failed.Message}", failed);
        }
    }

    /// <summary>Which component is the foreground.</summary>
    /// <param name="rule">The rule that decides; the other one decides between equals, then the order.</param>
    /// <param name="brightness">Sum of means of each component.</param>
    /// <param name="pixels">Pixels of each component.</param>
    internal static int Choose(ForegroundRule rule, (double First, double Second) brightness, (long First, long Second) pixels)
    {
        var brighter = brightness.Second.CompareTo(brightness.First);
        var fewer = pixels.First.CompareTo(pixels.Second);
        var (deciding, other) = rule == ForegroundRule.Brighter ? (brighter, fewer) : (fewer, brighter);
        return deciding > 0 || (deciding == 0 && other > 0) ? 1 : 0;
    }

    private static bool AllAlike(IReadOnlyList<FieldImage> fields)
    {
        for (var channel = 0; channel < fields[0].Channels; channel++)
        {
            var first = fields[0].Plane(channel)[0];
            foreach (var field in fields)
            {
                if (field.Plane(channel).ContainsAnyExcept(first))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static SampleMask Label(IReadOnlyList<FieldImage> fields, GaussianMixture mixture, int[] labels, ForegroundRule rule)
    {
        var second = labels.LongCount(l => l == 1);
        var brightness = (Sum(mixture.Mean(0)), Sum(mixture.Mean(1)));
        var foreground = Choose(rule, brightness, (labels.Length - second, second));
        var masks = new List<FieldMask>(fields.Count);
        var at = 0;
        foreach (var field in fields)
        {
            var map = new bool[field.Height * field.Width];
            for (var i = 0; i < map.Length; i++)
            {
                map[i] = labels[at++] == foreground;
            }

            masks.Add(new(field.Height, field.Width, map));
        }

        var inside = foreground == 1 ? second : labels.Length - second;
        return new(
            [.. masks],
            (double)inside / labels.Length,
            Component(mixture, foreground),
            Component(mixture, 1 - foreground),
            mixture.NIter,
            mixture.Converged);
    }

    private static MaskComponent Component(GaussianMixture mixture, int component) => new(mixture.Weights[component], [.. mixture.Mean(component)]);

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
