using Morph.Actors.Hosting;
using Morph.Actors.Ledger;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.CommandLine;
using Morph.Cli.Running;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Learning.Runtime;
using Morph.Reporting;

namespace Morph.Cli.Engine;

/// <summary>Runs on this machine: all actors in this process, the ledger in the run directory.</summary>
/// <param name="time">The clock.</param>
/// <param name="environment">The variables of the process: one names the ledger of a cluster.</param>
internal sealed class LocalEngine(TimeProvider time, Func<string, string?> environment) : IRunEngine
{
    /// <inheritdoc/>
    public Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        if (request.Until >= Stage.Train)
        {
            // A device that is not here, or torch that does not load, is told now and not after an hour of masks.
            TorchRuntime.Device(request.Device);
        }

        return new LocalRun(
            (r, store) => NodeWorkers.Of(NodeRoles.All, store, r.Work.Parallelism, r.Device, WriteReport), SummaryPage.Write, MorphCommandLine.Version, time)
            .ExecuteAsync(request, progress, stop);
    }

    /// <inheritdoc/>
    public async Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation)
    {
        var ledger = await ReadAsync(new(runDirectory), cancellation);
        return new([.. StageNames.All.Select(stage => StageOf(stage, ledger))], [.. ledger.Artifacts], ledger.Quarantined, ledger.Executions);
    }

    private async Task<LedgerView> ReadAsync(RunDirectory directory, CancellationToken cancellation)
    {
        if (!RunManifest.Exists(directory) || RunManifest.Read(directory) is not { Journal.Length: > 0 } manifest)
        {
            return await LedgerReader.ReadAsync(directory.Root, cancellation);
        }

        var journal = ClusterLedger.PlaceOf(manifest.Journal, directory, environment);
        await journal.CheckAsync(cancellation);
        return await LedgerReader.ReadAsync(journal, manifest.RunId, ManifestFile.Read(directory).Samples, cancellation);
    }

    private static StageReading StageOf(Stage stage, LedgerView ledger)
    {
        var times = ledger.Stages.GetValueOrDefault(stage);
        var total = times?.Total ?? 0;
        var done = stage == Stage.Train ? (times?.Ended is not null ? total : ledger.Checkpoint?.Step ?? 0) : ledger.Done(stage);
        return new(stage, done, total, times?.Started, times?.Ended);
    }

    /// <summary>Draws the report of a run.</summary>
    public static IReadOnlyList<ArtifactRecord> WriteReport(RunDirectory run, RunDefinition definition, string losses, IFieldSource fields) =>
        ReportWriter.Write(run, new(definition.Manifest, RunManifest.Read(run), losses, QuarantineTable.Read(run.QuarantineFile)), fields);
}
