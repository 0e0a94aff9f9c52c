using Morph.Actors.Protocol;
using Morph.Domain.Identity;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>
/// What the run coordinator must not forget: the run, its starts, the units of load, mask, train and report, and the last checkpoint.
/// Folded from the journal; also the snapshot.
/// </summary>
public sealed record RunState : IWireMessage
{
    /// <summary>The run; null before its first start.</summary>
    public RunReference? Run { get; init; }

    /// <summary>Starts of the coordinator so far.</summary>
    public int Incarnation { get; init; }

    /// <summary>The last wish that what was given up be tried again; null before the first.</summary>
    public DateTimeOffset? Retry { get; init; }

    /// <summary>The coordinator's own units.</summary>
    public UnitLedger Units { get; init; } = UnitLedger.Empty;

    /// <summary>Key of the training that the checkpoint belongs to.</summary>
    public Digest CheckpointKey { get; init; }

    /// <summary>The last durable checkpoint; null before the first.</summary>
    public TrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>The checkpoint of a training with this key, or null.</summary>
    public TrainingCheckpoint? CheckpointOf(Digest key) => CheckpointKey == key ? Checkpoint : null;

    /// <summary>The state after an event of the journal.</summary>
    public RunState Apply(IWireMessage @event) => @event switch
    {
        RunStarted e => this with { Run = e.Run, Incarnation = e.Incarnation, Retry = e.Retry ?? Retry },
        TrainingCheckpointed e => this with { CheckpointKey = e.Key, Checkpoint = e.Checkpoint },
        IUnitEvent e => this with { Units = Units.Apply(e) },
        StageMarked => this,
        _ => throw new InvalidOperationException($"The run's journal holds an unknown {@event.GetType().Name}."),
    };
}
