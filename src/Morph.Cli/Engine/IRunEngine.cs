using System.Collections.Immutable;
using Akka.Configuration;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Engine;

/// <summary>What computes a run. The commands know nothing else of it, so tests can put another in its place.</summary>
internal interface IRunEngine
{
    /// <summary>Starts or continues a run up to and including a stage.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="stop">Drain, checkpoint and end: the outcome is then <see cref="Domain.Errors.ExitCode.Interrupted"/>.</param>
    Task<RunOutcome> ExecuteAsync(RunOrder order, IProgress<RunProgress> progress, CancellationToken stop);

    /// <summary>Reads the ledger of a run directory; works while another process writes it.</summary>
    Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation);
}

/// <summary>What to run.</summary>
/// <param name="RunDirectory">Absolute path of the run directory.</param>
/// <param name="Manifest">The image set.</param>
/// <param name="Settings">Everything that decides what comes out.</param>
/// <param name="Until">The last stage wanted.</param>
/// <param name="Device">"auto", "cpu" or "cuda:N".</param>
/// <param name="Work">How work is handed out.</param>
/// <param name="Akka">Overrides for the actor system.</param>
/// <param name="CommandLine">The words of the command line.</param>
internal sealed record RunOrder(
    string RunDirectory,
    Manifest Manifest,
    MorphSettings Settings,
    Stage Until,
    string Device,
    WorkSettings Work,
    Config Akka,
    ImmutableArray<string> CommandLine);

/// <summary>What the ledger of a run holds.</summary>
/// <param name="Stages">Units done and planned of each stage.</param>
/// <param name="Artifacts">Every committed file with its digest.</param>
/// <param name="Quarantined">Items given up.</param>
/// <param name="Finished">Whether every stage is done.</param>
internal sealed record LedgerReading(
    IReadOnlyList<StageReading> Stages,
    IReadOnlyList<ArtifactRecord> Artifacts,
    IReadOnlyList<QuarantinedItem> Quarantined,
    bool Finished);

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Done">Committed units.</param>
/// <param name="Total">Planned units; 0 while they are not planned.</param>
internal sealed record StageReading(Stage Stage, int Done, int Total);
