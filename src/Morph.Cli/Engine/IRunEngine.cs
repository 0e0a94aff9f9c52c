using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Cli.Engine;

/// <summary>What computes a run. The commands know nothing else of it, so tests can put another in its place.</summary>
internal interface IRunEngine
{
    /// <summary>Starts or continues a run up to and including a stage.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="stop">Drain, checkpoint and end: the outcome is then <see cref="Domain.Errors.ExitCode.Interrupted"/>.</param>
    Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop);

    /// <summary>Reads the ledger of a run directory; works while another process writes it.</summary>
    Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation);

    /// <summary>The workers of a node of this machine.</summary>
    /// <param name="roles">The node's roles.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="parallelism">Units at work at once; 0 for the number of cores.</param>
    /// <param name="device">"auto", "cpu" or "cuda:N".</param>
    IEnumerable<NodeWorker> Workers(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device);

    /// <summary>Makes what computes one of the stages whose units are single fields or samples, in this process.</summary>
    IUnitExecutor ExecutorOf(Stage stage, string device);
}

/// <summary>What the ledger of a run says.</summary>
/// <param name="Stages">Every stage, in order.</param>
/// <param name="Artifacts">Every committed file with its digest.</param>
/// <param name="Quarantined">Items given up.</param>
/// <param name="Executions">Executions so far.</param>
internal sealed record LedgerReading(
    IReadOnlyList<StageReading> Stages,
    IReadOnlyList<ArtifactRecord> Artifacts,
    IReadOnlyList<QuarantinedItem> Quarantined,
    int Executions)
{
    /// <summary>Fields that were read, as (sample, field).</summary>
    public IReadOnlySet<(string Sample, string Field)> Read { get; init; } = new HashSet<(string, string)>();

    /// <summary>Whether the last stage is done.</summary>
    public bool Finished => Stages.Any(s => s.Stage == Stage.Report && s.Ended is not null);
}

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Done">Committed units; for the training the steps up to its last checkpoint.</param>
/// <param name="Total">Planned units; 0 while they are not planned.</param>
/// <param name="Started">When it last began; null before.</param>
/// <param name="Ended">When it was done; null while it is not.</param>
internal sealed record StageReading(Stage Stage, int Done, int Total, DateTimeOffset? Started, DateTimeOffset? Ended);
