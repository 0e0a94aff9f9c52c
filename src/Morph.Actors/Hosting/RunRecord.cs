using Morph.Actors.Ledger;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Hosting;

/// <summary>Writes <c>run.json</c> and <c>manifest.json</c> when an execution begins. How it ends, <see cref="RunRecorder"/> writes.</summary>
public static class RunRecord
{
    /// <summary>Notes that an execution begins: the first in this directory, or one more. A damaged or lost <c>run.json</c> is written anew.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="ledger">What is done already.</param>
    /// <param name="journal">Where the ledger is; empty for the run directory itself.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Where the run lives.</returns>
    /// <exception cref="ConfigurationException"><c>run.json</c> cannot tell, and the ledger is of another image set, configuration or model.</exception>
    public static RunReference Begin(RunDirectory directory, RunRequest request, LedgerView ledger, string journal, TimeProvider time)
    {
        var before = Recorded(directory);
        if (before is null && ledger.Run is { } run && run.Identity != DirectoryRunStore.IdentityOf(request.Definition))
        {
            throw new ConfigurationException(
                $"{directory.Root} holds a run over another image set or with another configuration or model. To continue it, repeat its command; for a new run, choose another directory with --out.");
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
            Executions = Math.Max(ledger.Executions, before?.Executions ?? 0) + 1,
            Stages = before?.Stages ?? [.. StageNames.All.Select(s => new StageReport { Stage = s })],
            Settings = request.Settings,
            Model = request.Model,
            Journal = journal,
            SeedNodes = request.SeedNodes,
        };
        ManifestFile.Write(directory, request.Manifest);
        manifest.Write(directory);
        return new(manifest.RunId, directory.Root, DirectoryRunStore.IdentityOf(request.Definition));
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
}
