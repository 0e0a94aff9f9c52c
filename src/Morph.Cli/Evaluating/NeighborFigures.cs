using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Nearest windows and nearest fields, outside the own field and outside the own batch.</summary>
internal static class NeighborFigures
{
    /// <summary>Neighbours that vote on a window.</summary>
    public const int Neighbors = 5;

    /// <summary>Adds the figures of a representation.</summary>
    /// <param name="sheet">Receives them.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="shown">The representation.</param>
    /// <param name="fields">Resamples of fields.</param>
    public static void Add(FigureSheet sheet, LabelledWindows windows, Representation shown, IResamples fields)
    {
        int[] everyField = [.. Enumerable.Range(0, windows.Fields.Length)];
        const string OneField = "Each label has a single field, so no other field could be right.";
        AddOne(sheet, FigureKind.NearestWindows, fields, shown, shown.Windows, shown.LabelOfWindow, windows.FieldOf, windows.FieldOf, Neighbors, OneField);
        AddOne(sheet, FigureKind.NearestField, fields, shown, shown.Fields, shown.LabelOfField, everyField, everyField, 1, OneField);
        if (windows.Batch is not { } batch)
        {
            return;
        }

        var oneBatch = $"Each label has a single {batch}, so no other {batch} could be right.";
        int[] batchOf = [.. windows.Fields.Select(f => f.Batch)];
        AddOne(
            sheet, FigureKind.NearestWindowsAcrossBatches, fields, shown, shown.Windows, shown.LabelOfWindow, windows.PerWindow(batchOf), windows.FieldOf, Neighbors, oneBatch);
        AddOne(sheet, FigureKind.NearestFieldAcrossBatches, fields, shown, shown.Fields, shown.LabelOfField, batchOf, everyField, 1, oneBatch);
    }

    private static void AddOne(
        FigureSheet sheet,
        FigureKind kind,
        IResamples fields,
        Representation shown,
        Points points,
        int[] labels,
        int[] groupOf,
        int[] fieldOf,
        int neighbors,
        string reason)
    {
        var tally = new OutcomeTally(HeldOutNeighbors.Outcomes(points, labels, groupOf, neighbors), fieldOf, fields.Units);
        if (tally.Asked == 0)
        {
            sheet.AddAbsent(kind, reason);
        }
        else
        {
            sheet.Add(kind, shown.Name, tally.Asked, fields, tally.Share);
        }
    }
}
