using System.Collections.Immutable;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Mixture;

/// <summary>The number of components chosen by the Bayesian information criterion, with the whole curve.</summary>
/// <param name="Best">The mixture with the lowest BIC; the fewest components of equals.</param>
/// <param name="Curve">One entry per number of components tried, ascending.</param>
public sealed record MixtureSelection(GaussianMixture Best, ImmutableArray<MixtureCandidate> Curve)
{
    /// <summary>
    /// Fits mixtures of <paramref name="minComponents"/> to <paramref name="maxComponents"/> components. The range ends
    /// early where the data hold fewer distinct points than components.
    /// </summary>
    /// <param name="data">The points.</param>
    /// <param name="minComponents">Fewest components, at least 1.</param>
    /// <param name="maxComponents">Most components.</param>
    /// <param name="options">How each is fitted; its number of components does not matter.</param>
    /// <param name="random">Stream of the starts; each number of components gets a stream of its own from it.</param>
    /// <param name="cancellation">Stops the fits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or an option is outside its range.</exception>
    /// <exception cref="StageException">
    /// The data hold fewer distinct points than <paramref name="minComponents"/>, or a covariance collapsed.
    /// </exception>
    public static MixtureSelection Choose(
        MixtureData data,
        int minComponents,
        int maxComponents,
        GaussianMixtureOptions options,
        RandomSource random,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minComponents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxComponents, minComponents);
        (GaussianMixture Mixture, MixtureCandidate Entry)? best = null;
        var curve = ImmutableArray.CreateBuilder<MixtureCandidate>();
        for (var components = minComponents; components <= maxComponents && components <= data.Count; components++)
        {
            var own = options with { NComponents = components };
            own.Check();
            if (GaussianMixture.TryFit(data, own, new RandomSource(random.NextUInt64()), cancellation) is not { } mixture)
            {
                break;
            }

            var entry = new MixtureCandidate(
                components,
                mixture.Bic(data, options.Threads, cancellation),
                mixture.Aic(data, options.Threads, cancellation),
                mixture.LowerBound,
                mixture.Converged);
            curve.Add(entry);
            best = best is null || entry.Bic < best.Value.Entry.Bic ? (mixture, entry) : best;
        }

        return best is null
            ? throw new StageException($"The {data.Count} points hold fewer than {minComponents} distinct ones: no mixture can be chosen.")
            : new(best.Value.Mixture, curve.ToImmutable());
    }
}

/// <summary>One point of the curve of a <see cref="MixtureSelection"/>.</summary>
/// <param name="NComponents">Number of components.</param>
/// <param name="Bic">Bayesian information criterion: lower is better.</param>
/// <param name="Aic">Akaike information criterion: lower is better.</param>
/// <param name="LowerBound">Mean log-likelihood per point.</param>
/// <param name="Converged">True if the fit ended by its tolerance.</param>
public sealed record MixtureCandidate(int NComponents, double Bic, double Aic, double LowerBound, bool Converged);
