using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Average precision of one profile's ranking of all others by cosine similarity, as the package copairs defines it (Kalinin et al. 2025): positives are
/// the profiles of the same label, negatives all others.
/// </summary>
/// <param name="Value">The mean, over the positives, of the share of positives up to and including each; 0 to 1. Not a number without positives.</param>
/// <param name="Positives">Number of positives.</param>
/// <param name="Total">Number of positives and negatives.</param>
public readonly record struct AveragePrecision(double Value, int Positives, int Total)
{
    /// <summary>The average precision of every profile; of equally similar profiles positives come first, as in copairs.</summary>
    /// <param name="profiles">n profiles, at least 2.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">Not one label per profile.</exception>
    public static AveragePrecision[] Of(Points profiles, IReadOnlyList<int> labels, int threads = 0)
    {
        if (labels.Count != profiles.Count)
        {
            throw new ArgumentException($"One label per profile is needed; there are {profiles.Count} profiles and {labels.Count} labels.", nameof(labels));
        }

        var similarity = new CosineSimilarity(profiles);
        var scores = new AveragePrecision[profiles.Count];
        BlockedLoop.Run(profiles.Count, threads, i =>
        {
            var ranks = Enumerable.Range(0, profiles.Count)
                .Where(j => j != i)
                .Select(j => (Similarity: similarity.Of(i, j), IsPositive: labels[j] == labels[i]))
                .OrderByDescending(j => j.Similarity)
                .ThenByDescending(j => j.IsPositive)
                .Select((j, rank) => (j.IsPositive, Rank: rank + 1))
                .Where(j => j.IsPositive)
                .Select(j => j.Rank)
                .ToArray();
            scores[i] = new(OfRanks(ranks), ranks.Length, profiles.Count - 1);
        });
        return scores;
    }

    /// <summary>The average precision of a ranking.</summary>
    /// <param name="ranks">Ranks of the positives from 1, ascending.</param>
    internal static double OfRanks(ReadOnlySpan<int> ranks)
    {
        var sum = 0.0;
        for (var i = 0; i < ranks.Length; i++)
        {
            sum += (i + 1.0) / ranks[i];
        }

        return ranks.Length == 0 ? double.NaN : sum / ranks.Length;
    }
}
