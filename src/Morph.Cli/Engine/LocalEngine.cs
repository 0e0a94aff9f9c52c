using System.Collections.Immutable;
using Morph.Actors.Hosting;
using Morph.Actors.Isolation;
using Morph.Actors.Ledger;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.CommandLine;
using Morph.Cli.Commands;
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
    /// <summary>Makes what computes the stages whose units are single fields or samples; tests put other executors in their place.</summary>
    public ItemExecutors Items { get; init; } = NodeWorkers.Item;

    /// <summary>The words that start this program once more; tests have another one.</summary>
    public ImmutableArray<string> Program { get; init; } = ThisProgram();

    /// <inheritdoc/>
    public Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        if (request.Until >= Stage.Train)
        {
            // A device that is not here, or torch that does not load, is told now and not after an hour of masks.
            TorchRuntime.Device(request.Device);
        }

        return new LocalRun(
            (r, store) => Workers(NodeRoles.All, store, r.Work.Parallelism, r.Device), SummaryPage.Write, MorphCommandLine.Version, time)
            .ExecuteAsync(request, progress, stop);
    }

    /// <inheritdoc/>
    public async Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation)
    {
        var ledger = await ReadAsync(new(runDirectory), cancellation);
        return new([.. StageNames.All.Select(stage => StageOf(stage, ledger))], [.. ledger.Artifacts], ledger.Quarantined, ledger.Executions)
        {
            Read = ledger.Units.Entries.Where(e => e.Key.Stage == Stage.Load && e.Value.Result is not null).Select(e => (e.Key.Sample, e.Key.Field)).ToHashSet(),
        };
    }

    /// <inheritdoc/>
    public IEnumerable<NodeWorker> Workers(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device) =>
        NodeWorkers.Of(roles, store, parallelism, device, WriteReport, Items, new UnitProcess([.. Program, UnitCommand.Name], device));

    /// <inheritdoc/>
    public IUnitExecutor ExecutorOf(Stage stage, string device) => Items(stage, new DirectoryRunStore(), device);

    /// <summary>The host that runs the program now, and the program; or the program alone where it is its own host.</summary>
    private static ImmutableArray<string> ThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "morph"
            ? [Environment.ProcessPath!]
            : [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "morph.dll")];

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

    private static IReadOnlyList<ArtifactRecord> WriteReport(RunDirectory run, RunDefinition definition, string losses, IFieldSource fields) =>
        ReportWriter.Write(run, new(definition.Manifest, RunManifest.Read(run), losses, QuarantineTable.Read(run.QuarantineFile)), fields);
}
