namespace Morph.Analysis.Mixture;

/// <summary>The EM iterations (Dempster, Laird and Rubin 1977), each in a single pass over the points.</summary>
internal static class ExpectationMaximization
{
    /// <summary>The first parameters: the maximisation step for points that belong to their nearest centre only.</summary>
    public static MixtureParameters FromCenters(
        MixtureData data, double[] centers, GaussianMixtureOptions options, CancellationToken cancellation)
    {
        var moments = MixtureParameters.Moments(options.CovarianceType, centers, data.Dimensions);
        var assign = new CenterDistance(centers, data.Dimensions);
        var (_, sums) = MomentPass.Run(data, options.NComponents, moments, assign.Assign, options.Threads, cancellation);
        return MixtureParameters.Maximise(
            options.CovarianceType, moments, sums, centers, data.Count, options.NComponents, options.RegCovar);
    }

    /// <summary>Iterates from <paramref name="parameters"/> until the mean log-likelihood changes by less than the tolerance.</summary>
    /// <returns>
    /// The parameters after the last maximisation step, and the mean log-likelihood of those before it: scikit-learn's lower_bound_.
    /// </returns>
    public static GaussianMixture Run(
        MixtureData data, MixtureParameters parameters, GaussianMixtureOptions options, CancellationToken cancellation)
    {
        var lowerBound = double.NegativeInfinity;
        var converged = false;
        var iteration = 0;
        while (!converged && iteration < options.MaxIter)
        {
            iteration++;
            var kernel = parameters.Kernel();
            var moments = MixtureParameters.Moments(parameters.Type, parameters.Means, data.Dimensions);
            var (logLikelihood, sums) = MomentPass.Run(data, kernel.Components, moments, Weigh, options.Threads, cancellation);
            parameters = MixtureParameters.Maximise(
                parameters.Type, moments, sums, parameters.Means, data.Count, kernel.Components, options.RegCovar);
            var previous = lowerBound;
            lowerBound = logLikelihood / data.Count;
            converged = Math.Abs(lowerBound - previous) < options.Tol;

            void Weigh(Tile tile)
            {
                kernel.LogDensities(tile);
                kernel.Responsibilities(tile);
            }
        }

        return new GaussianMixture(
            parameters.Type, [.. parameters.Weights], [.. parameters.Means], [.. parameters.Covariances], lowerBound, iteration, converged);
    }
}
