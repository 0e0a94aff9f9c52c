namespace Morph.Cli.Evaluating;

/// <summary>Labels of whole samples.</summary>
internal static class SampleLabels
{
    /// <summary>The label of each of <see cref="LabelledWindows.Units"/>; null where fields of one have several, as after shuffling between fields.</summary>
    public static int[]? Of(LabelledWindows windows, Representation shown)
    {
        var labels = windows.Fields
            .Select((f, i) => (Unit: (f.Sample, f.Label), Label: shown.LabelOfField[i]))
            .Distinct()
            .ToLookup(f => f.Unit, f => f.Label);
        return windows.Units.All(u => labels[u].Count() == 1) ? [.. windows.Units.Select(u => labels[u].First())] : null;
    }
}
