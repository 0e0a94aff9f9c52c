namespace Morph.Simulation.Invariants;

/// <summary>What must never happen.</summary>
public enum Invariant
{
    /// <summary>A unit is in the ledger twice with the same key.</summary>
    CommittedTwice,

    /// <summary>An answer counted whose attempt did not hold the unit's lease, or which came from a node that did not have the unit.</summary>
    Fenced,

    /// <summary>A unit whose result is in the ledger is asked for again, or is missing from the ledger at the end.</summary>
    NothingLost,

    /// <summary>Leases, or units that wait, are more than there can be, or a unit is in two places.</summary>
    Bounded,

    /// <summary>The run gets no further, or does not end as it should.</summary>
    Progress,

    /// <summary>More units were computed again than faults account for.</summary>
    RepeatsAccountedFor,
}

/// <summary>An invariant that was broken.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="At">When, from the begin.</param>
/// <param name="What">What happened.</param>
public sealed record Violation(Invariant Invariant, TimeSpan At, string What)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Invariant} at {At.TotalSeconds:0.0}s: {What}");
}
