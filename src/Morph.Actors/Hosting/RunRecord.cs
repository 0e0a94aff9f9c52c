using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Hosting;

/// <summary>Keeps <c>run.json</c>, <c>manifest.json</c> and <c>quarantine.csv</c> of one execution. For people and tools: what is done, the ledger says.</summary>
public sealed class RunRecord
{
    private readonly RunDirectory _directory;
    private readonly Stage _until;
    private readonly TimeProvider _time;
    private readonly RunManifest _manifest;

    private RunRecord(RunDirectory directory, RunRequest request, RunManifest manifest, TimeProvider time)
    {
        (_directory, _until, _manifest, _time) = (directory, request.Until, manifest, time);
        Run = new(manifest.RunId, directory.Root, DirectoryRunStore.IdentityOf(new(request.Manifest, request.Settings)));
    }

    /// <summary>Where the run lives.</summary>
    public RunReference Run { get; }

    /// <summary>Notes that an execution begins: the first in this directory, or one more. A damaged or lost <c>run.json</c> is written anew.</summary>
    /// <exception cref="ConfigurationException"><c>run.json</c> cannot tell, and the ledger is of another image set or configuration.</exception>
    public static RunRecord Begin(RunDirectory directory, RunRequest request, LedgerView ledger, TimeProvider time)
    {
        var before = Recorded(directory);
        if (before is null && ledger.Run is { } run && run.Identity != DirectoryRunStore.IdentityOf(new(request.Manifest, request.Settings)))
        {
            throw new ConfigurationException(
                $"{directory.Root} holds a run over another image set or with another configuration. To continue it, repeat its command; for a new run, choose another directory with --out.");
        }

        var now = time.GetUtcNow();
        var manifest = new RunManifest
        {
            RunId = ledger.Run?.RunId ?? before?.RunId ?? FormattableString.Invariant($"{now:yyyyMMddHHmmss}-{request.Manifest.Digest.Short}"),
            Version = typeof(RunRecord).Assembly.GetName().Version?.ToString(3) ?? "",
            CommandLine = request.CommandLine,
            ImagesRoot = request.Manifest.Root,
            Channels = request.Manifest.Channels,
            ManifestDigest = request.Manifest.Digest,
            SettingsDigest = RunManifest.DigestOf(request.Settings),
            Seed = request.Settings.Seed,
            Device = request.Device,
            Threads = request.Settings.Train.Threads is > 0 and var threads ? threads : Environment.ProcessorCount,
            Host = HostFacts.Here(),
            Started = before?.Started ?? now,
            Executions = ledger.Executions + 1,
            Stages = before?.Stages ?? [.. StageNames.All.Select(s => new StageReport { Stage = s })],
            Settings = request.Settings,
        };
        ManifestFile.Write(directory, request.Manifest);
        manifest.Write(directory);
        return new(directory, request, manifest, time);
    }

    /// <summary>Notes how the execution ended, and says it to the caller.</summary>
    public RunOutcome End(RunEnded ended, LedgerView ledger)
    {
        var quarantined = ledger.Quarantined;
        var outcome = new RunOutcome(ExitCodeOf(ended, quarantined.Count), MessageOf(ended, quarantined.Count), ended.UnitsDone, quarantined);
        QuarantineTable.Write(_directory, quarantined);
        (_manifest with
        {
            Ended = _time.GetUtcNow(),
            ExitCode = outcome.ExitCode,
            Result = outcome.Message,
            Quarantined = quarantined.Count,
            Stages = [.. _manifest.Stages.Select(s => ReportOf(s, ledger, ended.End))],
        }).Write(_directory);
        return outcome;
    }

    private static RunManifest? Recorded(RunDirectory directory)
    {
        try
        {
            return RunManifest.Exists(directory) ? RunManifest.Read(directory) : null;
        }
        catch (ArtifactException)
        {
            return null;
        }
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

    private ExitCode ExitCodeOf(RunEnded ended, int quarantined) => ended.End switch
    {
        RunEnd.Done => quarantined > 0 ? ExitCode.Quarantined : ExitCode.Done,
        RunEnd.Interrupted => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    private string MessageOf(RunEnded ended, int quarantined) => ended.End switch
    {
        RunEnd.Interrupted => "Interrupted; the same command continues.",
        RunEnd.Failed => ended.Reason,
        _ when ended.UnitsDone == 0 => $"Nothing to do: everything up to '{_until.Word()}' is done and undamaged.",
        _ when quarantined > 0 => $"Done, without {quarantined} item{(quarantined == 1 ? "" : "s")} in quarantine: see quarantine.csv.",
        _ => "Done.",
    };
}
