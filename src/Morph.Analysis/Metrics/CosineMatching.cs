using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>
/// Leave-one-out matching of profiles to labels by the nearest one in cosine similarity, as on BBBC021 (Ljosa et al. 2013): leaving out the same compound
/// gives "not same compound" (NSC), leaving out the same batch as well "not same compound and batch" (NSCB; Ando et al. 2017).
/// </summary>
public static class CosineMatching
{
    /// <summary>
    /// Whether the most similar profile among those that share none of a profile's groups has its label. Null where none of those has that label: the
    /// profile cannot be matched, and is not asked, as the mechanisms of a single compound or batch are left out on BBBC021.
    /// </summary>
    /// <param name="profiles">n profiles.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="leftOut">One or more groupings, each with the group of every profile.</param>
    /// <exception cref="ArgumentException">Not one label and group per profile.</exception>
    public static bool?[] Outcomes(Points profiles, IReadOnlyList<int> labels, params IReadOnlyList<int>[] leftOut)
    {
        if (labels.Count != profiles.Count || leftOut.Any(g => g.Count != profiles.Count))
        {
            throw new ArgumentException($"One label and group per profile is needed for {profiles.Count} profiles.");
        }

        var similarity = new CosineSimilarity(profiles);
        var outcomes = new bool?[profiles.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            int[] candidates = [.. Enumerable.Range(0, profiles.Count).Where(j => leftOut.All(g => g[j] != g[i]))];
            outcomes[i] = candidates.Any(j => labels[j] == labels[i])
                ? labels[candidates.MaxBy(j => similarity.Of(i, j))] == labels[i]
                : null;
        }

        return outcomes;
    }
}
