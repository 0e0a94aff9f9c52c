using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;

namespace Morph.Artifacts.Evaluations;

/// <summary>
/// <c>evaluation/COLUMN/figures.json</c>, everything, and <c>figures.csv</c>, a row for each figure and representation: figure, level, representation,
/// value, low, high, morph_ahead_low, morph_ahead_high, n, resampled; a cell without a number is empty.
/// </summary>
public static class EvaluationFile
{
    private static readonly string[] Header =
        ["figure", "level", "representation", "value", "low", "high", "morph_ahead_low", "morph_ahead_high", "n", "resampled"];

    /// <summary>Writes both files; older ones are replaced.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static void Write(RunDirectory run, Evaluation evaluation)
    {
        AtomicFile.Write(run, run.EvaluationFile(evaluation.Column, "figures.json"), stream => RunJson.Write(stream, evaluation));
        AtomicFile.Write(run, run.EvaluationFile(evaluation.Column, "figures.csv"), stream => Csv.Write(stream, Header, evaluation.Figures.Select(row => (string[])
        [
            row.Figure,
            row.Level,
            row.Representation,
            Cell(row.Value),
            Cell(row.Low),
            Cell(row.High),
            Cell(row.AheadLow),
            Cell(row.AheadHigh),
            Csv.Number(row.Count),
            row.Resampled,
        ])));
    }

    /// <summary>Reads <c>figures.json</c>.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static Evaluation Read(RunDirectory run, string column) => RunJson.Read<Evaluation>(run.EvaluationFile(column, "figures.json"));

    private static string Cell(double? value) => value is { } number ? Csv.Number(number) : "";
}
