using System.Globalization;
using Morph.Artifacts.Evaluations;
using Morph.Cli.Progress;

namespace Morph.Cli.Evaluating;

/// <summary>An evaluation on a terminal.</summary>
internal static class EvaluationText
{
    private const int PairsShown = 5;

    /// <summary>Writes the table of figures, the verdicts and the worst pairs.</summary>
    public static void Write(Evaluation evaluation, TextWriter output)
    {
        output.WriteLine(
            $"{ProgressText.Count(evaluation.Windows, "window")} of {ProgressText.Count(evaluation.Fields, "field")} of {ProgressText.Count(evaluation.Samples, "sample")}, "
            + $"{ProgressText.Count(evaluation.Labels.Length, "label")} in {evaluation.Column}"
            + $"{(evaluation.WindowsLeftOut > 0 ? $"; {ProgressText.Count(evaluation.WindowsLeftOut, "window")} left out, without a label or one of too many" : "")}.");
        output.WriteLine("Higher is better. 95 %: interval of Morph's figure over resampled fields, for samples over resampled samples. * a baseline is as good or better.");
        output.WriteLine();
        WriteTable(output, [Heading(evaluation), .. FigureKind.All.Where(f => evaluation.Of(f.Name).Any()).Select(f => Row(evaluation, f))]);
        foreach (var absent in evaluation.Absent)
        {
            output.WriteLine($"{FigureKind.Of(absent.Figure).Title} ({FigureKind.Of(absent.Figure).Level}): {absent.Reason}");
        }

        WritePairs(evaluation, output);
    }

    private static string[] Heading(Evaluation evaluation) =>
        ["figure", "level", "n", .. evaluation.Representations.SelectMany(r => r.Name == RepresentationNames.Morph ? [r.Title, "95 %"] : new[] { r.Title })];

    private static string[] Row(Evaluation evaluation, FigureKind figure)
    {
        var rows = evaluation.Of(figure.Name).ToDictionary(r => r.Representation);
        return
        [
            figure.Title,
            figure.Level,
            ProgressText.Count(rows.Values.Max(r => r.Count)),
            .. evaluation.Representations.SelectMany(r => Cells(rows.GetValueOrDefault(r.Name), r.Name == RepresentationNames.Morph)),
            Verdict.Of(evaluation, figure.Name) is { IsBehind: true } ? "*" : "",
        ];
    }

    private static IEnumerable<string> Cells(FigureRow? row, bool withInterval) =>
        withInterval ? [Number(row?.Value), row?.Low is null ? "" : $"{Number(row.Low)} to {Number(row.High)}"] : [Number(row?.Value)];

    private static void WriteTable(TextWriter output, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows.Max(r => r.Length)).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0))];
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, c) => c < 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }

        output.WriteLine();
    }

    private static void WritePairs(Evaluation evaluation, TextWriter output)
    {
        var shown = evaluation.Pairs.Where(p => p.Values[0].Value is not null).Take(PairsShown).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        output.WriteLine($"The pairs of labels that Morph tells apart worst, of {ProgressText.Count(evaluation.Pairs.Length)} (balanced accuracy per window, 0.5 is guessing):");
        WriteTable(output, [
            ["pair", "", .. evaluation.Representations.Select(r => r.Title)],
            .. shown.Select(p => (string[])[$"{p.First} - {p.Second}", "", .. p.Values.Select(v => Number(v.Value))]),
        ]);
    }

    private static string Number(double? value) => value is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
