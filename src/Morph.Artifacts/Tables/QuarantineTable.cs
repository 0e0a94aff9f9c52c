using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Artifacts.Tables;

/// <summary><c>quarantine.csv</c>: Stage, Metadata_Sample, Metadata_Field, Attempts, Reason. A header alone says that nothing failed.</summary>
public static class QuarantineTable
{
    private static readonly string[] Header = ["Stage", ColumnNames.Sample, ColumnNames.Field, "Attempts", "Reason"];

    /// <summary>Writes the table at <see cref="RunDirectory.QuarantineFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, IReadOnlyList<QuarantinedItem> items) =>
        AtomicFile.Write(run, run.QuarantineFile, stream => Csv.Write(stream, Header, items.Select(item => (string[])
            [item.Stage.Word(), item.Sample, item.Field, Csv.Number(item.Attempts), item.Reason])));

    /// <summary>Reads the table.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<QuarantinedItem> Read(string path) => CsvTable.Read(path, row => new QuarantinedItem(
        StageNames.All.Cast<Stage?>().FirstOrDefault(stage => stage!.Value.Word() == row.Text("Stage"))
            ?? throw new FormatException($"'{row.Text("Stage")}' is no stage."),
        row.Text(ColumnNames.Sample),
        row.Text(ColumnNames.Field),
        row.Whole("Attempts"),
        row.Text("Reason")));
}
