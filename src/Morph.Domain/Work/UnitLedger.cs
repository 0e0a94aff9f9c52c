using System.Collections.Immutable;
using Morph.Domain.Identity;

namespace Morph.Domain.Work;

/// <summary>
/// The durable truth about a set of units: which are done, with what result, and which were given up.
/// Immutable; <see cref="Apply"/> folds events, the Decide methods say which events a command leads to. No clock, no I/O.
/// </summary>
public sealed record UnitLedger
{
    /// <summary>A ledger without entries.</summary>
    public static UnitLedger Empty { get; } = new();

    /// <summary>Every unit that an event spoke of.</summary>
    public ImmutableDictionary<UnitId, UnitEntry> Entries { get; init; } = ImmutableDictionary<UnitId, UnitEntry>.Empty;

    /// <summary>The accepted result of a unit planned with this key, or null.</summary>
    public UnitResult? ResultOf(UnitId unit, Digest key) =>
        Entries.TryGetValue(unit, out var entry) && entry.Key == key ? entry.Result : null;

    /// <summary>Whether a unit planned with this key was given up.</summary>
    public bool IsQuarantined(UnitId unit, Digest key) =>
        Entries.TryGetValue(unit, out var entry) && entry.Key == key && entry.Quarantined;

    /// <summary>Neither done nor given up.</summary>
    public bool IsOpen(UnitId unit, Digest key) => ResultOf(unit, key) is null && !IsQuarantined(unit, key);

    /// <summary>Accepts a result. Nothing happens when the unit is already done with this key: the bytes are the same.</summary>
    public IReadOnlyList<IUnitEvent> Commit(UnitId unit, Digest key, Attempt attempt, string node, UnitResult result, DateTimeOffset at) =>
        IsOpen(unit, key) ? [new UnitCommitted(unit, key, attempt, node, result, at)] : [];

    /// <summary>Notes a failed attempt; after <paramref name="maxAttempts"/> failures of the item itself, gives it up.</summary>
    public IReadOnlyList<IUnitEvent> Fail(
        UnitId unit, Digest key, Attempt attempt, string node, FailureKind kind, string reason, int maxAttempts, DateTimeOffset at)
    {
        if (!IsOpen(unit, key))
        {
            return [];
        }

        var failed = new UnitFailed(unit, key, attempt, node, reason, at);
        var attempts = FailuresOf(unit, key) + 1;
        return kind == FailureKind.Item && attempts >= maxAttempts
            ? [failed, new UnitQuarantined(unit, key, attempts, reason, at)]
            : [failed];
    }

    /// <summary>Has everything that was given up tried again.</summary>
    public IReadOnlyList<IUnitEvent> Reopen(DateTimeOffset at) =>
        [.. Entries.Where(e => e.Value.Quarantined).OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => new UnitReopened(e.Key, e.Value.Key, at))];

    /// <summary>Failed attempts so far at a unit planned with this key.</summary>
    public int FailuresOf(UnitId unit, Digest key) =>
        Entries.TryGetValue(unit, out var entry) && entry.Key == key ? entry.Failures : 0;

    /// <summary>The ledger after an event.</summary>
    public UnitLedger Apply(IUnitEvent @event)
    {
        var before = Entries.GetValueOrDefault(@event.Unit);
        return this with { Entries = Entries.SetItem(@event.Unit, Next(before, @event)) };
    }

    private static UnitEntry Next(UnitEntry? before, IUnitEvent @event) => @event switch
    {
        UnitCommitted e => new(e.Key, e.Result, 0, false, ""),
        UnitFailed e => new(e.Key, null, (before?.Key == e.Key ? before.Failures : 0) + 1, false, e.Reason),
        UnitQuarantined e => new(e.Key, null, e.Attempts, true, e.Reason),
        UnitReopened e => new(e.Key, null, 0, false, before?.Reason ?? ""),
        UnitDamaged => before is null ? new(default, null, 0, false, "") : before with { Result = null },
        _ => throw new InvalidOperationException($"The ledger does not know {@event.GetType().Name}."),
    };
}

/// <summary>What the ledger knows of one unit.</summary>
/// <param name="Key">Digest of the inputs and parameters that the last event spoke of.</param>
/// <param name="Result">The accepted result; null while open.</param>
/// <param name="Failures">Failed attempts since the key last changed.</param>
/// <param name="Quarantined">Given up.</param>
/// <param name="Reason">Why the last attempt failed.</param>
public sealed record UnitEntry(Digest Key, UnitResult? Result, int Failures, bool Quarantined, string Reason);
