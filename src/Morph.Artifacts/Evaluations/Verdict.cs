using System.Globalization;

namespace Morph.Artifacts.Evaluations;

/// <summary>What a figure says of the run's representation beside the baselines, in a sentence.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="IsBehind">Whether a baseline does as well or better.</param>
public sealed record Verdict(string Text, bool IsBehind)
{
    /// <summary>Judges a figure; null where it or all baselines are missing.</summary>
    public static Verdict? Of(Evaluation evaluation, string figure)
    {
        var titles = evaluation.Representations.ToDictionary(r => r.Name, r => r.Title);
        var rows = evaluation.Of(figure).Where(r => r.Value is not null).ToList();
        var baselines = rows.Where(r => RepresentationNames.Baselines.Contains(r.Representation)).OrderByDescending(r => r.Value).ToList();
        if (rows.FirstOrDefault(r => r.Representation == RepresentationNames.Morph) is not { Value: { } own } || baselines.Count == 0)
        {
            return null;
        }

        var best = baselines[0];
        var asGood = baselines.Where(b => b.Value >= own).ToList();
        return asGood.Count > 0 ? new($"As good or better: {string.Join(", ", asGood.Select(b => $"{titles[b.Representation]} {Number(b.Value)}"))}, where Morph has {Number(own)}{Difference(best)}.", true)
            : best.AheadLow is <= 0 ? new($"Morph is ahead of {titles[best.Representation]} by {Number(own - best.Value)}, but not surely{Difference(best)}.", false)
            : new($"Morph is ahead of the best baseline, {titles[best.Representation]}, by {Number(own - best.Value)}{Difference(best)}.", false);
    }

    private static string Difference(FigureRow best) =>
        best is { AheadLow: { } low, AheadHigh: { } high } ? $" (Morph minus {best.Representation}: {Number(low)} to {Number(high)})" : "";

    private static string Number(double? value) => value!.Value.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−');
}
