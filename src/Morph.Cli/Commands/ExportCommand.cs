using System.CommandLine;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.CommandLine;
using Morph.Cli.Progress;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary><c>morph export</c>: the table of windows for other programs.</summary>
internal static class ExportCommand
{
    private const string CsvFormat = "csv";

    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Directory();
        var format = new Option<string?>("--format") { HelpName = CsvFormat, Description = "csv: comma-separated, one row per window (default csv)" };
        var file = new Option<string?>("--out") { HelpName = "FILE", Description = "where to write (default DIR/export/windows.csv)" };
        var command = new DocumentedCommand("export", "write the table of windows for other programs", "export DIR [--format csv] [--out FILE]")
        {
            About = "Writes one row per kept window, with the columns of clusters/windows.parquet: Metadata_* (sample, field, position and the columns of your table), "
                + "Morph_000 to Morph_127, UMAP_1, UMAP_2 and Cluster. An existing file is replaced.",
            Examples = [("morph export results --format csv", "results/export/windows.csv"), ("morph export results --format csv --out windows.csv", "a file of your choice")],
        };
        command.SetAction(parsed =>
        {
            if ((parsed.GetValue(format) ?? CsvFormat) is not CsvFormat and var asked)
            {
                throw new UsageException($"--format '{asked}' is not allowed: it takes csv.");
            }

            var run = RunDirectories.Existing(parsed.GetRequiredValue(directory));
            var target = Path.GetFullPath(parsed.GetValue(file) ?? run.ExportFile(CsvFormat));
            var rows = Export(run, target);
            context.Output.WriteLine($"{ProgressText.Count(rows, "window")} written to {target}");
            return (int)ExitCode.Done;
        });
        return command.With(directory, format, file);
    }

    private static int Export(RunDirectory run, string target)
    {
        if (!File.Exists(run.WindowsFile))
        {
            throw new ArtifactException($"{run.WindowsFile} is not there yet: the stage cluster is not done. 'morph cluster {run.Root}' goes on up to it.");
        }

        var rows = 0;
        AtomicFile.Write(target, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            rows = WindowFile.ExportCsv(run.WindowsFile, writer);
        });
        return rows;
    }
}
