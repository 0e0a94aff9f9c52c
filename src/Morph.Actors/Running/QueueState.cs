using System.Collections.Immutable;
using Morph.Actors.Protocol;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>What the queue of runs must not forget. Folded from the journal.</summary>
public sealed record QueueState
{
    private const int FinishedKept = 100;

    /// <summary>Runs that are not at their end, in order of submission; the first is at work.</summary>
    public ImmutableList<RunQueued> Runs { get; init; } = [];

    /// <summary>How the last runs ended, for those who ask later.</summary>
    public ImmutableList<RunFinished> Finished { get; init; } = [];

    /// <summary>Executions so far.</summary>
    public int Incarnation { get; init; }

    /// <summary>The state after an event of the journal.</summary>
    public QueueState Apply(IWireMessage @event) => @event switch
    {
        RunQueued e => this with { Runs = Runs.Add(e), Finished = Finished.RemoveAll(f => f.RunId == e.Start.Run.RunId) },
        RunBegun e => this with { Incarnation = e.Incarnation },
        RunClosed e => this with
        {
            Runs = Runs.RemoveAll(r => r.Start.Run.RunId == e.Finished.RunId),
            Finished = Finished.Add(e.Finished).RemoveRange(0, Math.Max(0, Finished.Count + 1 - FinishedKept)),
        },
        _ => throw new InvalidOperationException($"The queue's journal holds an unknown {@event.GetType().Name}."),
    };
}
