using Morph.Analysis.Classification;
using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>What the labels themselves could give: a logistic regression trained on the labels of other fields, and on those of other batches.</summary>
internal static class GuideFigures
{
    private const int MostFolds = 5;

    /// <summary>Adds the figures of a representation.</summary>
    /// <param name="sheet">Receives them.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="fields">Resamples of fields.</param>
    public static void Add(FigureSheet sheet, LabelledWindows windows, Representation shown, IResamples fields)
    {
        var most = shown.LabelOfField.CountBy(l => l).Max(l => l.Value);
        var folds = GroupedCrossValidation.Folds(shown.LabelOfField, Math.Clamp(most, 2, MostFolds));
        AddOf(sheet, windows, shown, fields, folds, [.. Enumerable.Range(0, windows.Fields.Length)], FigureKind.GuideWindow, FigureKind.GuideField, "field");
        if (windows.Batch is { } batch)
        {
            int[] batchOf = [.. windows.Fields.Select(f => f.Batch)];
            AddOf(sheet, windows, shown, fields, batchOf, batchOf, FigureKind.GuideWindowAcrossBatches, FigureKind.GuideFieldAcrossBatches, batch);
        }
    }

    /// <summary>Figures of fits that each leave a fold of fields out. A field is asked where another group (field or batch) has its label.</summary>
    private static void AddOf(
        FigureSheet sheet,
        LabelledWindows windows,
        Representation shown,
        IResamples fields,
        int[] foldOfField,
        int[] groupOfField,
        FigureKind ofWindow,
        FigureKind ofField,
        string group)
    {
        var groupsOf = shown.LabelOfField.Zip(groupOfField).Distinct().CountBy(f => f.Item1).ToDictionary();
        if (groupsOf.Values.Max() < 2)
        {
            var reason = $"Each label has a single {group}: with it held out, nothing of the label would be left to learn from.";
            sheet.AddAbsent(ofWindow, reason);
            sheet.AddAbsent(ofField, reason);
            return;
        }

        var classes = windows.Labels.Length;
        var probabilities = GroupedCrossValidation.Probabilities(shown.Windows, shown.LabelOfWindow, classes, windows.PerWindow(foldOfField));
        var ofFields = new double[windows.Fields.Length * classes];
        for (var i = 0; i < probabilities.Length; i++)
        {
            ofFields[(windows.FieldOf[i / classes] * classes) + (i % classes)] += probabilities[i];
        }

        AddOne(ofWindow, probabilities, shown.LabelOfWindow, windows.FieldOf);
        AddOne(ofField, ofFields, shown.LabelOfField, [.. Enumerable.Range(0, windows.Fields.Length)]);

        void AddOne(FigureKind kind, double[] likely, int[] labels, int[] fieldOf)
        {
            bool?[] outcomes = [.. labels.Select((label, i) => groupsOf[label] < 2 ? (bool?)null : Largest(likely.AsSpan(i * classes, classes)) == label)];
            var tally = new OutcomeTally(outcomes, fieldOf, windows.Fields.Length);
            sheet.Add(kind, shown.Name, tally.Asked, fields, tally.Share);
        }
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
