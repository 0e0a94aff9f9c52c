using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Protocol;

/// <summary>Owner to dispatcher: these units are to be done. Units that already wait or are at work are left alone.</summary>
/// <param name="Orders">A handful of orders, so that the message stays small.</param>
public sealed record EnqueueWork(ImmutableArray<WorkOrder> Orders) : IWireMessage;

/// <summary>Worker to dispatcher: I am free for one unit of these stages.</summary>
/// <param name="Stages">What the worker can do.</param>
/// <param name="Node">The worker's node.</param>
public sealed record RequestWork(ImmutableArray<Stage> Stages, string Node) : IWireMessage;

/// <summary>Dispatcher to worker: do this, and show a sign of life well within the lease.</summary>
/// <param name="Order">What to do.</param>
/// <param name="Attempt">The fence to send back with everything about it.</param>
/// <param name="Lease">How long silence is accepted.</param>
public sealed record WorkOffered(WorkOrder Order, Attempt Attempt, TimeSpan Lease) : IWireMessage
{
    /// <summary>How long a unit of load, mask or embed may take.</summary>
    public TimeSpan Limit { get; init; } = WorkSettings.Default.UnitLimit;
}

/// <summary>Worker to dispatcher: still at it. A dispatcher that started anew learns by this who is at work.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Its key.</param>
/// <param name="Attempt">Its fence.</param>
/// <param name="Node">The worker's node.</param>
public sealed record RenewLease(UnitId Unit, Digest Key, Attempt Attempt, string Node) : IWireMessage;

/// <summary>Dispatcher to worker: this attempt no longer holds its lease; stop, nobody waits for the result.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Attempt">The fence that is refused.</param>
public sealed record LeaseLost(UnitId Unit, Attempt Attempt) : IWireMessage;

/// <summary>
/// How an attempt ended; to the dispatcher, which checks the fence and passes it on to the unit's owner as <see cref="AttemptEnded"/>.
/// Sent again until it is settled: the owner may be moving, or its journal may be down.
/// </summary>
[JsonDerivedType(typeof(UnitComputed), "computed")]
[JsonDerivedType(typeof(UnitAbandoned), "abandoned")]
[JsonDerivedType(typeof(UnitReturned), "returned")]
public interface IAttemptEnd : IWireMessage
{
    /// <summary>The unit.</summary>
    UnitId Unit { get; }

    /// <summary>Its key.</summary>
    Digest Key { get; }

    /// <summary>Its fence.</summary>
    Attempt Attempt { get; }

    /// <summary>The node that worked.</summary>
    string Node { get; }
}

/// <summary>The unit is computed and its files are on disk.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Its key.</param>
/// <param name="Attempt">Its fence.</param>
/// <param name="Node">The node that worked.</param>
/// <param name="Result">Artifacts and facts.</param>
public sealed record UnitComputed(UnitId Unit, Digest Key, Attempt Attempt, string Node, UnitResult Result) : IAttemptEnd;

/// <summary>The attempt failed.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Its key.</param>
/// <param name="Attempt">Its fence.</param>
/// <param name="Node">The node that worked.</param>
/// <param name="Kind">What that means for the run.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record UnitAbandoned(UnitId Unit, Digest Key, Attempt Attempt, string Node, FailureKind Kind, string Reason) : IAttemptEnd;

/// <summary>The worker gives the unit back because it is stopping, or because its node cannot work now; the unit did not fail.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Its key.</param>
/// <param name="Attempt">Its fence.</param>
/// <param name="Node">The node that worked.</param>
public sealed record UnitReturned(UnitId Unit, Digest Key, Attempt Attempt, string Node) : IAttemptEnd
{
    /// <summary>What keeps the node from working; empty when it just stops.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Dispatcher to the unit's owner: an attempt whose fence held has ended; make it durable and settle it. Comes again until it is settled.</summary>
/// <param name="End">Computed or abandoned.</param>
public sealed record AttemptEnded(IAttemptEnd End) : IWireMessage;

/// <summary>Owner to dispatcher, dispatcher to worker: the end of this attempt is durable, or refused; its lease is over, ask for the next.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Attempt">The fence that was settled.</param>
/// <param name="Refusal">Why the result does not count; empty when it does.</param>
public sealed record AttemptSettled(UnitId Unit, Attempt Attempt, string Refusal) : IWireMessage;

/// <summary>Stop offering; workers end or return what they have.</summary>
public sealed record DrainWork : IWireMessage;

/// <summary>Dispatcher to its owner: nothing is at work any more.</summary>
public sealed record WorkDrained : IWireMessage;
