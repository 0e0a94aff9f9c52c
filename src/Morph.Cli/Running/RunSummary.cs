using System.Text.Json;
using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.Commands;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Running;

/// <summary>What the user reads at the end of a run.</summary>
/// <param name="order">What was run.</param>
/// <param name="outcome">How it ended.</param>
/// <param name="took">How long this execution took.</param>
internal sealed class RunSummary(RunRequest order, RunOutcome outcome, TimeSpan took)
{
    private const int FailuresShown = 20;

    private readonly RunDirectory _run = new(order.RunDirectory);

    private bool IsWhole => order.Until == Stage.Report && outcome.ExitCode is ExitCode.Done or ExitCode.Quarantined;

    /// <summary>Writes a few lines; failures go to standard error.</summary>
    public void Write(TextWriter output, TextWriter error)
    {
        output.Flush();
        switch (outcome.ExitCode)
        {
            case ExitCode.Done or ExitCode.Quarantined:
                WriteDone(output);
                break;
            case ExitCode.Interrupted:
                error.WriteLine($"morph: {(outcome.Message.Length > 0 ? outcome.Message : "interrupted; the same command continues.")}");
                break;
            default:
                error.WriteLine($"morph: {outcome.Message}");
                break;
        }
    }

    /// <summary>Writes one JSON object on one line.</summary>
    public void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Event = "end",
            ExitCode = (int)outcome.ExitCode,
            outcome.Message,
            outcome.UnitsDone,
            Seconds = took.TotalSeconds,
            Quarantined = outcome.Quarantined.Select(q => new { Stage = q.Stage.Word(), q.Sample, q.Field, q.Attempts, q.Reason }),
            Run = _run.Root,
            Report = IsWhole ? _run.ReportPage : null,
        },
        JsonText.Line));

    private void WriteDone(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(outcome.UnitsDone == 0
            ? $"Nothing to do: {(order.Until == Stage.Report ? "every stage" : $"everything up to {order.Until.Word()}")} of {_run.Root} is done already."
            : $"{(order.Until == Stage.Report ? "Done" : $"Done up to {order.Until.Word()}")} in {ProgressText.Duration(took)}: {Counts()}.");
        WriteQuarantine(output);
        if (IsWhole)
        {
            output.WriteLine($"Tables    {_run.ClustersFolder}");
            output.WriteLine($"Report    {_run.ReportPage}");
        }
    }

    private string Counts()
    {
        var fields = $"{ProgressText.Count(order.Manifest.Fields.Length, "field")} of {ProgressText.Count(order.Manifest.Samples.Length, "sample")}";
        if (order.Until < Stage.Cluster || !File.Exists(_run.SamplesFile) || !File.Exists(_run.FieldsFile))
        {
            return fields;
        }

        var samples = SampleTable.Read(_run.SamplesFile);
        var clusters = FieldTable.Read(_run.FieldsFile).Select(f => f.Cluster).Distinct().Count();
        return $"{fields}, {ProgressText.Count(samples.Sum(s => s.Windows), "window")} mapped, the fields fall into {ProgressText.Count(clusters, "cluster")}";
    }

    private void WriteQuarantine(TextWriter output)
    {
        if (outcome.Quarantined.Count == 0)
        {
            return;
        }

        output.WriteLine($"{ProgressText.Count(outcome.Quarantined.Count, "item")} could not be used, and the rest was done without (see {_run.QuarantineFile}):");
        foreach (var item in outcome.Quarantined.Take(FailuresShown))
        {
            output.WriteLine(QuarantineText.Line(item));
        }

        if (outcome.Quarantined.Count > FailuresShown)
        {
            output.WriteLine($"  ... and {ProgressText.Count(outcome.Quarantined.Count - FailuresShown)} more");
        }

        output.WriteLine("When they are mended, the same command with --retry-failed tries them again.");
    }
}
