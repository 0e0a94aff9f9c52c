using Morph.Domain.Identity;

namespace Morph.Domain.Work;

/// <summary>An entry of the ledger about one unit of work.</summary>
public interface IUnitEvent : IWireMessage
{
    /// <summary>The unit.</summary>
    UnitId Unit { get; }
}

/// <summary>A unit is done: its result is durable and counts.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Digest of its inputs and parameters; a unit planned with another key is not done by this.</param>
/// <param name="Attempt">The attempt that was accepted.</param>
/// <param name="Node">Address of the node that computed it.</param>
/// <param name="Result">Its artifacts and facts.</param>
/// <param name="At">When it was accepted.</param>
public sealed record UnitCommitted(UnitId Unit, Digest Key, Attempt Attempt, string Node, UnitResult Result, DateTimeOffset At) : IUnitEvent;

/// <summary>An attempt at a unit failed.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Digest of its inputs and parameters.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Node">Address of the node that tried.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="At">When.</param>
public sealed record UnitFailed(UnitId Unit, Digest Key, Attempt Attempt, string Node, string Reason, DateTimeOffset At) : IUnitEvent;

/// <summary>A unit was given up after its attempts.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Digest of its inputs and parameters.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Reason">Why the last one failed.</param>
/// <param name="At">When.</param>
public sealed record UnitQuarantined(UnitId Unit, Digest Key, int Attempts, string Reason, DateTimeOffset At) : IUnitEvent;

/// <summary>A committed artifact was found missing or damaged; its unit is to be done again.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Path">The artifact, relative to the run directory.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="At">When.</param>
public sealed record UnitDamaged(UnitId Unit, string Path, string Reason, DateTimeOffset At) : IUnitEvent;

/// <summary>A unit that was given up is to be tried again, at the user's wish; its failures no longer count.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Digest of the inputs and parameters with which it was given up.</param>
/// <param name="At">When.</param>
public sealed record UnitReopened(UnitId Unit, Digest Key, DateTimeOffset At) : IUnitEvent;
