using Morph.Domain.Randomness;

namespace Morph.Cli.Evaluating;

/// <summary>Labels dealt out anew, as often as before: what figures are worth without any biology.</summary>
internal static class ShuffledLabels
{
    /// <summary>Whether labels can be exchanged between whole samples: each sample has one, and at least one label has several samples.</summary>
    public static bool BetweenSamples(LabelledWindows windows) =>
        windows.Units.Count == windows.Fields.Select(f => f.Sample).Distinct().Count() && windows.Units.Count > windows.Labels.Length;

    /// <summary>The new label of each field. Fields of a sample keep a common one where labels can be exchanged between samples.</summary>
    public static int[] Of(LabelledWindows windows, long seed)
    {
        var random = RandomSource.For(seed, "shuffled-labels");
        if (!BetweenSamples(windows))
        {
            int[] labels = [.. windows.Fields.Select(f => f.Label)];
            random.Shuffle(labels.AsSpan());
            return labels;
        }

        int[] ofSamples = [.. windows.Units.Select(u => u.Label)];
        random.Shuffle(ofSamples.AsSpan());
        var bySample = windows.Units.Select((u, i) => (u.Sample, Label: ofSamples[i])).ToDictionary(s => s.Sample, s => s.Label);
        return [.. windows.Fields.Select(f => bySample[f.Sample])];
    }
}
