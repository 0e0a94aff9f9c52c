using Akka.Actor;
using Morph.Actors.Isolation;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>
/// Keeps the records of a run directory at the end of an execution, from the ledger, and removes what nodes that were killed left half-written:
/// nobody holds a lease any more.
/// </summary>
/// <param name="system">A system that has the ledger as its journal.</param>
/// <param name="summary">Writes the page for people.</param>
/// <param name="time">The clock.</param>
public sealed class RunRecorder(ActorSystem system, SummaryWriting summary, TimeProvider time) : IRunRecorder
{
    /// <inheritdoc/>
    public async Task<RunFinished> RecordAsync(StartRun start, RunEnded ended)
    {
        var directory = new RunDirectory(start.Run.Directory);
        directory.CleanTemporaries();
        var manifest = ManifestFile.Read(directory);
        var ledger = await LedgerReader.ReadAsync(system, start.Run.RunId, manifest.Samples);
        var quarantined = ledger.Quarantined;
        var finished = new RunFinished(start.Run.RunId, ExitCodeOf(ended, quarantined.Count), MessageOf(ended, quarantined.Count, start.Until), ended.UnitsDone);
        QuarantineTable.Write(directory, quarantined);
        if (ended.End == RunEnd.Done)
        {
            // What harmed its reader stays suspect, for the time when it is tried again.
            UnitMark.Sweep(directory, ledger.Units.Entries.Where(e => e.Value.Quarantined).Select(e => (e.Key, e.Value.Key)));
        }

        var before = RunManifest.Read(directory);
        (before with
        {
            Ended = time.GetUtcNow(),
            ExitCode = finished.ExitCode,
            Result = finished.Message,
            Quarantined = quarantined.Count,
            Stages = [.. before.Stages.Select(s => ReportOf(s, ledger, ended.End))],
        }).Write(directory);
        if (ended.UnitsDone > 0 || !File.Exists(directory.SummaryFile))
        {
            summary(directory, new(finished.ExitCode, finished.Message, finished.UnitsDone, quarantined));
        }

        return finished;
    }

    private static StageReport ReportOf(StageReport before, LedgerView ledger, RunEnd end) => !ledger.Stages.TryGetValue(before.Stage, out var times)
        ? before
        : before with
        {
            State = times.Ended is not null ? StageState.Done : end == RunEnd.Failed ? StageState.Failed : StageState.Working,
            Done = before.Stage != Stage.Train ? ledger.Done(before.Stage) : times.Ended is not null ? times.Total : ledger.Checkpoint?.Step ?? 0,
            Total = times.Total,
            Started = times.Started,
            Ended = times.Ended,
        };

    private static ExitCode ExitCodeOf(RunEnded ended, int quarantined) => ended.End switch
    {
        RunEnd.Done => quarantined > 0 ? ExitCode.Quarantined : ExitCode.Done,
        RunEnd.Interrupted => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    private static string MessageOf(RunEnded ended, int quarantined, Stage until) => ended.End switch
    {
        RunEnd.Interrupted => "Interrupted; the same command continues.",
        RunEnd.Failed => ended.Reason,
        _ when ended.UnitsDone == 0 => $"Nothing to do: everything up to '{until.Word()}' is done and undamaged.",
        _ when quarantined > 0 => $"Done, without {quarantined} item{(quarantined == 1 ? "" : "s")} in quarantine: see quarantine.csv.",
        _ => "Done.",
    };
}

/// <summary>Writes <c>summary.md</c>.</summary>
/// <param name="directory">The run directory.</param>
/// <param name="outcome">How the execution ended.</param>
public delegate void SummaryWriting(RunDirectory directory, RunOutcome outcome);
