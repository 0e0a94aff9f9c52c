using Morph.Analysis.Mixture;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;

namespace Morph.Actors.Clustering;

/// <summary>The mixture that makes the clusters, and what the information criterion says of it and of other numbers of clusters.</summary>
/// <param name="Mixture">The mixture.</param>
/// <param name="Curve">
/// The criterion by number of clusters; of the chosen number alone where the map is too large to try others that nobody asked for; empty for the mixture of another run.
/// </param>
public sealed record MixtureChoice(GaussianMixture Mixture, IReadOnlyList<BicRow> Curve)
{
    /// <summary>
    /// Most windows for which other numbers of clusters are tried although the number is given: up to here they take seconds.
    /// </summary>
    private const int MostWindowsForCurve = 20_000;

    /// <summary>The criterion of the mixture; null for that of another run, of whose fit these windows tell nothing.</summary>
    public double? Bic => Curve.SingleOrDefault(r => r.Chosen)?.Bic;

    /// <summary>Fits the mixture: of the number of clusters that the settings give, or of the one with the lowest BIC.</summary>
    /// <param name="map">The points of the windows on the map.</param>
    /// <param name="settings">How many clusters, and how they are fitted.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="stop">Stops the fits.</param>
    /// <exception cref="StageException">There are fewer windows, or fewer different points, than clusters asked for.</exception>
    public static MixtureChoice Of(MixtureData map, MorphSettings settings, int samples, CancellationToken stop)
    {
        var cluster = settings.Cluster;
        var options = new GaussianMixtureOptions
        {
            NComponents = cluster.Clusters == 0 ? samples : Math.Max(1, cluster.Clusters),
            Tol = cluster.Tolerance,
            RegCovar = cluster.RegCovar,
            MaxIter = cluster.MaxIterations,
            NInit = cluster.NInit,
        };
        if (options.NComponents > map.Count)
        {
            throw new StageException($"{map.Count} windows cannot form {options.NComponents} clusters: ask for fewer with --clusters, or keep more windows with --top.");
        }

        if (cluster.Clusters < 0)
        {
            var chosen = MixtureSelection.Choose(map, 1, cluster.MaxClusters, options, RandomSource.For(settings.Seed, "cluster"), stop);
            return new(chosen.Best, [.. chosen.Curve.Select(c => RowOf(c, chosen.Best.NComponents))]);
        }

        var mixture = GaussianMixture.Fit(map, options, RandomSource.For(settings.Seed, "cluster"), stop);
        var own = new BicRow(mixture.NComponents, mixture.Bic(map, cancellation: stop), mixture.LowerBound, Chosen: true);
        if (map.Count > MostWindowsForCurve)
        {
            return new(mixture, [own]);
        }

        // A stream of its own: the clusters of a given number are the same whether or not other numbers are tried.
        var others = MixtureSelection.Choose(map, 1, cluster.MaxClusters, options, RandomSource.For(settings.Seed, "bic"), stop).Curve;
        return new(mixture, [.. others.Where(c => c.NComponents != own.Components).Select(c => RowOf(c, own.Components)).Append(own).OrderBy(r => r.Components)]);
    }

    private static BicRow RowOf(MixtureCandidate candidate, int chosen) =>
        new(candidate.NComponents, candidate.Bic, candidate.LowerBound, candidate.NComponents == chosen);
}
