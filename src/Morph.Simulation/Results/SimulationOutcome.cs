using System.Collections.Immutable;
using Morph.Domain.Runs;
using Morph.Simulation.Invariants;

namespace Morph.Simulation.Results;

/// <summary>What a simulation brought.</summary>
public sealed record SimulationOutcome
{
    /// <summary>What was broken first; null when all held.</summary>
    public required Violation? Violation { get; init; }

    /// <summary>How the run ended, in the words of the queue of runs; empty when it did not.</summary>
    public required string Result { get; init; }

    /// <summary>Time from the start of the nodes to the end of the run.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Time of each stage, from the begin of its first unit to its last result.</summary>
    public required ImmutableSortedDictionary<Stage, TimeSpan> Stages { get; init; }

    /// <summary>Units in the ledger.</summary>
    public required int Committed { get; init; }

    /// <summary>Units begun again.</summary>
    public required int Repeated { get; init; }

    /// <summary>Units that were given back.</summary>
    public required int Returned { get; init; }

    /// <summary>Processes that ended before the run did, other than by leaving.</summary>
    public required int LivesLost { get; init; }

    /// <summary>Executions of the run: 1, and one more for each loss of its coordinator.</summary>
    public required int Executions { get; init; }

    /// <summary>Hours that nodes ran, all together: what is paid for.</summary>
    public required double NodeHours { get; init; }

    /// <summary>Share of these hours in which a node computed, 0 to 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Messages from node to node.</summary>
    public required long Messages { get; init; }

    /// <summary>Messages that vanished.</summary>
    public required int MessagesLost { get; init; }

    /// <summary>Writes that the ledger refused, since another had written in their place.</summary>
    public required int RefusedWrites { get; init; }

    /// <summary>Identity of all that was written to the ledger, with its times: the same seed gives the same.</summary>
    public required string Trace { get; init; }

    /// <summary>The course of the run.</summary>
    public required ImmutableArray<TimelinePoint> Timeline { get; init; }

    /// <summary>What happened.</summary>
    public required ImmutableArray<TimelineNote> Notes { get; init; }
}
