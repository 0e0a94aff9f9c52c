using Morph.Analysis.Numerics;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Mixture;

/// <content>How a mixture is fitted.</content>
public sealed partial class GaussianMixture
{
    /// <summary>Fits a mixture from k-means++ starts; the same random stream gives the same bytes for any number of threads.</summary>
    /// <param name="data">The points, at least as many distinct ones as components.</param>
    /// <param name="options">How it is fitted.</param>
    /// <param name="random">Stream of the starts.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="StageException">
    /// There are fewer points, or fewer distinct points, than components; or a covariance collapsed although reg_covar was added.
    /// </exception>
    public static GaussianMixture Fit(
        MixtureData data, GaussianMixtureOptions options, RandomSource random, CancellationToken cancellation = default)
    {
        options.Check();
        CheckCount(data, options.NComponents);
        return TryFit(data, options, random, cancellation) ?? throw new StageException(
            $"The {data.Count} points hold fewer than {options.NComponents} distinct ones, so no mixture of that many "
            + "components can be fitted: use fewer components, or check whether the image is blank.");
    }

    /// <summary>Fits a mixture from an explicit start; the same bytes for any number of threads.</summary>
    /// <param name="data">The points, at least as many as components.</param>
    /// <param name="start">Weights, means and precisions of <see cref="GaussianMixtureOptions.NComponents"/> components.</param>
    /// <param name="options">How it is fitted; the number of starts does not matter.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the start has another shape.</exception>
    /// <exception cref="StageException">
    /// There are fewer points than components, a precision is not positive definite, or a covariance collapsed.
    /// </exception>
    public static GaussianMixture Fit(
        MixtureData data, MixtureStart start, GaussianMixtureOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        CheckCount(data, options.NComponents);
        if (start.Weights.Length != options.NComponents || start.Means.Length != options.NComponents * data.Dimensions)
        {
            throw new ArgumentException(
                $"The start does not have {options.NComponents} weights and means of {data.Dimensions} dimensions.", nameof(start));
        }

        CheckLengths(options.CovarianceType, start.Weights, start.Means, start.Precisions);
        var covariances = Invert(options.CovarianceType, [.. start.Precisions], data.Dimensions);
        var parameters = new MixtureParameters(options.CovarianceType, [.. start.Weights], [.. start.Means], covariances);
        return ExpectationMaximization.Run(data, parameters, options, cancellation);
    }

    /// <summary>As Fit, but null if the data hold fewer distinct points than components.</summary>
    internal static GaussianMixture? TryFit(
        MixtureData data, GaussianMixtureOptions options, RandomSource random, CancellationToken cancellation)
    {
        GaussianMixture? best = null;
        for (var start = 0; start < options.NInit; start++)
        {
            if (KMeans.Centers(data, options.NComponents, random, options.Threads, cancellation) is not { } centers)
            {
                return null;
            }

            var parameters = ExpectationMaximization.FromCenters(data, centers, options, cancellation);
            var mixture = ExpectationMaximization.Run(data, parameters, options, cancellation);
            best = best is null || mixture.LowerBound > best.LowerBound ? mixture : best;
        }

        return best;
    }

    private static void CheckCount(MixtureData data, int components)
    {
        if (data.Count < components)
        {
            throw new StageException($"A mixture of {components} components needs at least {components} points; there are {data.Count}.");
        }
    }

    private static double[] Invert(CovarianceType type, double[] precisions, int dimensions)
    {
        if (MixtureParameters.IsDiagonal(type))
        {
            return [.. precisions.Select(p => 1 / p)];
        }

        var inverse = new double[precisions.Length];
        var size = dimensions * dimensions;
        for (var at = 0; at < precisions.Length; at += size)
        {
            if (!Cholesky.TryInvert(precisions.AsSpan(at, size), dimensions, inverse.AsSpan(at, size)))
            {
                throw new StageException($"Precision {at / size} of the mixture's start is not positive definite.");
            }
        }

        return inverse;
    }
}
