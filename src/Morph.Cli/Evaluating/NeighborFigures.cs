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
    public static void Add(FigureSheet sheet, LabelledWindows windows, Representation shown)
    {
        int[] everyField = [.. Enumerable.Range(0, windows.Fields.Length)];
        const string OneField = "Each label has a single field, so no other field could be right.";
        AddOne(sheet, FigureKind.NearestWindows, windows, shown, shown.Windows, shown.LabelOfWindow, windows.FieldOf, windows.FieldOf, Neighbors, OneField);
        AddOne(sheet, FigureKind.NearestField, windows, shown, shown.Fields, shown.LabelOfField, everyField, everyField, 1, OneField);
        if (windows.Batch is not { } batch)
        {
            return;
        }

        var oneBatch = $"Each label has a single {batch}, so no other {batch} could be right.";
        int[] batchOf = [.. windows.Fields.Select(f => f.Batch)];
        AddOne(
            sheet, FigureKind.NearestWindowsAcrossBatches, windows, shown, shown.Windows, shown.LabelOfWindow, windows.PerWindow(batchOf), windows.FieldOf, Neighbors, oneBatch);
        AddOne(sheet, FigureKind.NearestFieldAcrossBatches, windows, shown, shown.Fields, shown.LabelOfField, batchOf, everyField, 1, oneBatch);
    }

    private static void AddOne(
        FigureSheet sheet,
        FigureKind kind,
        LabelledWindows windows,
        Representation shown,
        Points points,
        int[] labels,
        int[] groupOf,
        int[] fieldOf,
        int neighbors,
        string reason)
    {
        var tally = new OutcomeTally(HeldOutNeighbors.Outcomes(points, labels, groupOf, neighbors), fieldOf, windows.Fields.Length);
        if (tally.Asked == 0)
        {
            sheet.AddAbsent(kind, reason);
        }
        else
        {
            sheet.AddOverFields(kind, shown.Name, tally.Asked, tally.Share);
        }
    }
}
