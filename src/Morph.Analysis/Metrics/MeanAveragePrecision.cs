using Morph.Domain.Randomness;

namespace Morph.Analysis.Metrics;

/// <summary>How well the profiles of one label find each other.</summary>
/// <param name="Label">The label.</param>
/// <param name="Profiles">Its profiles that have a positive.</param>
/// <param name="Mean">Mean average precision, 0 to 1.</param>
/// <param name="P">Share of random rankings that do better, 1 / (rankings + 1) at least.</param>
/// <param name="CorrectedP">The same after Benjamini and Hochberg's correction over all labels.</param>
public sealed record LabelRetrieval(int Label, int Profiles, double Mean, double P, double CorrectedP);

/// <summary>
/// Mean average precision by label with its significance, as the package copairs computes it (mean_average_precision): each configuration of positives and
/// total has one null distribution of random rankings; the null of a label is the mean of its profiles' nulls, draw by draw.
/// </summary>
public static class MeanAveragePrecision
{
    /// <summary>One row for each label that has positives, by label.</summary>
    /// <param name="scores">Average precision of each profile.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="nullSize">Random rankings R of each null distribution.</param>
    /// <param name="seed">Decides the random rankings.</param>
    /// <exception cref="ArgumentException">Not one label per profile.</exception>
    public static IReadOnlyList<LabelRetrieval> ByLabel(IReadOnlyList<AveragePrecision> scores, IReadOnlyList<int> labels, int nullSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nullSize, 1);
        if (labels.Count != scores.Count)
        {
            throw new ArgumentException($"One label per profile is needed; there are {scores.Count} profiles and {labels.Count} labels.", nameof(labels));
        }

        var nulls = scores.Where(s => s.Positives > 0)
            .Select(s => (s.Positives, s.Total))
            .Distinct()
            .ToDictionary(c => c, c => RandomRankings(c.Positives, c.Total, nullSize, seed));
        var rows = Enumerable.Range(0, scores.Count)
            .Where(i => scores[i].Positives > 0)
            .GroupBy(i => labels[i], i => scores[i])
            .OrderBy(g => g.Key)
            .Select(label => Of(label.Key, [.. label], nulls))
            .ToList();
        var corrected = FalseDiscovery.BenjaminiHochberg([.. rows.Select(r => r.P)]);
        return [.. rows.Select((row, i) => row with { CorrectedP = corrected[i] })];
    }

    /// <summary>Average precisions of random rankings.</summary>
    internal static double[] RandomRankings(int positives, int total, int count, long seed)
    {
        var random = RandomSource.For(seed, "random-rankings", positives, total);
        int[] ranks = [.. Enumerable.Range(1, total)];
        var chosen = new int[positives];
        var values = new double[count];
        for (var draw = 0; draw < count; draw++)
        {
            for (var i = 0; i < positives; i++)
            {
                var j = i + random.NextInt(total - i);
                (ranks[i], ranks[j]) = (ranks[j], ranks[i]);
                chosen[i] = ranks[i];
            }

            Array.Sort(chosen);
            values[draw] = AveragePrecision.OfRanks(chosen);
        }

        return values;
    }

    private static LabelRetrieval Of(int label, AveragePrecision[] scores, Dictionary<(int Positives, int Total), double[]> nulls)
    {
        var mean = scores.Average(s => s.Value);
        var configurations = scores.CountBy(s => (s.Positives, s.Total)).ToList();
        var size = nulls[configurations[0].Key].Length;
        var better = 0;
        for (var draw = 0; draw < size; draw++)
        {
            better += configurations.Sum(c => c.Value * nulls[c.Key][draw]) / scores.Length > mean ? 1 : 0;
        }

        return new(label, scores.Length, mean, (better + 1.0) / (size + 1.0), double.NaN);
    }
}
