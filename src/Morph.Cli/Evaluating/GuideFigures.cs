using Morph.Analysis.Classification;
using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>What the labels themselves could give: a logistic regression trained on the labels of other fields.</summary>
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
        var fieldsOf = shown.LabelOfField.CountBy(l => l).ToDictionary();
        var most = fieldsOf.Values.Max();
        if (most < 2)
        {
            const string Reason = "Each label has a single field: with it held out, nothing of the label would be left to learn from.";
            sheet.AddAbsent(FigureKind.GuideWindow, Reason);
            sheet.AddAbsent(FigureKind.GuideField, Reason);
            return;
        }

        var classes = windows.Labels.Length;
        var folds = GroupedCrossValidation.Folds(shown.LabelOfField, Math.Min(most, MostFolds));
        var probabilities = GroupedCrossValidation.Probabilities(shown.Windows, shown.LabelOfWindow, classes, windows.PerWindow(folds));
        var ofFields = new double[windows.Fields.Length * classes];
        for (var i = 0; i < probabilities.Length; i++)
        {
            ofFields[(windows.FieldOf[i / classes] * classes) + (i % classes)] += probabilities[i];
        }

        int[] everyField = [.. Enumerable.Range(0, windows.Fields.Length)];
        AddOne(FigureKind.GuideWindow, probabilities, shown.LabelOfWindow, windows.FieldOf);
        AddOne(FigureKind.GuideField, ofFields, shown.LabelOfField, everyField);

        void AddOne(FigureKind kind, double[] likely, int[] labels, int[] fieldOf)
        {
            bool?[] outcomes = [.. labels.Select((label, i) => fieldsOf[label] < 2 ? (bool?)null : Largest(likely.AsSpan(i * classes, classes)) == label)];
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
