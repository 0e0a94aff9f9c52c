using System.Collections.Immutable;
using Morph.Actors.Protocol;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Ledger;

/// <summary>The whole ledger of a run directory, folded from every journal in it.</summary>
public sealed record LedgerView
{
    /// <summary>A ledger without entries.</summary>
    public static LedgerView Empty { get; } = new();

    /// <summary>All units of all owners.</summary>
    public UnitLedger Units { get; init; } = UnitLedger.Empty;

    /// <summary>The last checkpoint of the training.</summary>
    public TrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>Begin and end of every stage that had something to do.</summary>
    public ImmutableDictionary<Stage, StageTimes> Stages { get; init; } = ImmutableDictionary<Stage, StageTimes>.Empty;

    /// <summary>The run that the ledger is of; null before its first execution.</summary>
    public RunReference? Run { get; init; }

    /// <summary>Executions of the run so far.</summary>
    public int Executions { get; init; }

    /// <summary>Every artifact that is done.</summary>
    public IEnumerable<ArtifactRecord> Artifacts => Units.Entries.Values.Where(e => e.Result is not null).SelectMany(e => e.Result!.Artifacts);

    /// <summary>Every item that was given up.</summary>
    public IReadOnlyList<QuarantinedItem> Quarantined => [.. Units.Entries
        .Where(e => e.Value.Quarantined)
        .OrderBy(e => e.Key.ToString(), StringComparer.Ordinal)
        .Select(e => new QuarantinedItem(e.Key.Stage, e.Key.Sample, e.Key.Field, e.Value.Failures, e.Value.Reason))];

    /// <summary>Units of a stage that are done.</summary>
    public int Done(Stage stage) => Units.Entries.Count(e => e.Key.Stage == stage && e.Value.Result is not null);

    /// <summary>The ledger after an event of any journal.</summary>
    public LedgerView Apply(object @event) => @event switch
    {
        IUnitEvent e => this with { Units = Units.Apply(e) },
        TrainingCheckpointed e => this with { Checkpoint = e.Checkpoint },
        RunStarted e => this with { Run = e.Run, Executions = Executions + 1 },
        StageMarked { Done: false } e => this with { Stages = Stages.SetItem(e.Stage, new(e.At, null, e.Total)) },
        StageMarked { Done: true } e => this with { Stages = Stages.SetItem(e.Stage, (Stages.GetValueOrDefault(e.Stage) ?? new(e.At, null, 0)) with { Ended = e.At, Total = e.Total }) },
        _ => this,
    };
}

/// <summary>When a stage was last at work.</summary>
/// <param name="Started">Its last begin.</param>
/// <param name="Ended">Its end; null while it works or after an interruption.</param>
/// <param name="Total">Its units.</param>
public sealed record StageTimes(DateTimeOffset Started, DateTimeOffset? Ended, int Total);
