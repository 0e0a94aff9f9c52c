using System.Collections.Immutable;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Domain.Work;

/// <summary>
/// Which unit is waiting, which is out on lease, which worker is free. Workers pull; every offer carries a fence and a deadline.
/// Immutable and pure: time and the incarnation come in with the commands, offers to send come out.
/// </summary>
public sealed record DispatchState
{
    /// <summary>Start of the dispatcher, persisted by its owner: fences of earlier starts are refused.</summary>
    public required int Incarnation { get; init; }

    /// <summary>How long a lease lasts without a sign of life.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Offers made so far.</summary>
    public int Offers { get; init; }

    /// <summary>
    /// Nothing is offered before: workers that are still at work on offers of an earlier incarnation have until then to claim them,
    /// so that a coordinator that moved to another node repeats nothing.
    /// </summary>
    public DateTimeOffset OfferFrom { get; init; } = DateTimeOffset.MinValue;

    /// <summary>While true nothing is offered: the run drains.</summary>
    public bool Draining { get; init; }

    /// <summary>Units not yet offered, in order.</summary>
    public WaitingOrders Waiting { get; init; } = WaitingOrders.None;

    /// <summary>Every unit that waits or is leased.</summary>
    public ImmutableHashSet<UnitId> Known { get; init; } = ImmutableHashSet<UnitId>.Empty;

    /// <summary>Units at work.</summary>
    public ImmutableDictionary<UnitId, UnitLease> Leases { get; init; } = ImmutableDictionary<UnitId, UnitLease>.Empty;

    /// <summary>
    /// Attempts of earlier incarnations that claimed their lease and were settled. A worker that has not heard of it says so again, and must not
    /// claim the unit anew when that waits for its next attempt: its owner has dealt with this one and would never settle it a second time.
    /// </summary>
    public ImmutableHashSet<Attempt> Over { get; init; } = [];

    /// <summary>Workers that asked and got nothing yet, with the stages that they can do.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Stage>> Idle { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<Stage>>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Adds units; one that already waits or is at work is left as it is.</summary>
    public (DispatchState State, IReadOnlyList<WorkOffer> Offers) Enqueue(IEnumerable<WorkOrder> orders, DateTimeOffset now)
    {
        var (waiting, known) = (Waiting, Known);
        foreach (var order in orders)
        {
            if (!known.Contains(order.Unit))
            {
                waiting = waiting.Add(order);
                known = known.Add(order.Unit);
            }
        }

        return (this with { Waiting = waiting, Known = known }).Match(now);
    }

    /// <summary>A worker asks for one unit of the stages that it can do. Nothing that waits was for those who asked before, so only this one may get an offer.</summary>
    public (DispatchState State, IReadOnlyList<WorkOffer> Offers) Request(string worker, ImmutableArray<Stage> stages, DateTimeOffset now) =>
        (this with { Idle = Idle.SetItem(worker, stages) }).Match([KeyValuePair.Create(worker, stages)], now);

    /// <summary>Whether this attempt holds the unit's lease.</summary>
    public bool Holds(UnitId unit, Attempt attempt) => Leases.TryGetValue(unit, out var lease) && lease.Attempt == attempt;

    /// <summary>
    /// A sign of life: the lease lasts anew. An attempt of an earlier incarnation takes the lease back while its unit waits with the same key:
    /// what it computes is what the unit needs. Any other attempt changes nothing; ask <see cref="Holds"/>.
    /// </summary>
    public DispatchState Renew(UnitId unit, Digest key, Attempt attempt, string worker, DateTimeOffset now)
    {
        if (Holds(unit, attempt))
        {
            return this with { Leases = Leases.SetItem(unit, Leases[unit] with { Deadline = now + Lease }) };
        }

        if (attempt.Incarnation >= Incarnation || Over.Contains(attempt) || !Known.Contains(unit) || Waiting.Find(unit, key) is not { } order)
        {
            return this;
        }

        return this with
        {
            Waiting = Waiting.Remove(unit),
            Leases = Leases.Add(unit, new(order, worker, attempt, now + Lease)),
            Idle = Idle.Remove(worker),
        };
    }

    /// <summary>An attempt's end is durable: its lease is over and the unit is forgotten. Only the holder may settle.</summary>
    public DispatchState Settle(UnitId unit, Attempt attempt) =>
        Holds(unit, attempt)
            ? this with { Leases = Leases.Remove(unit), Known = Known.Remove(unit), Over = attempt.Incarnation < Incarnation ? Over.Add(attempt) : Over }
            : this;

    /// <summary>What is asked for a unit has changed, as when a checkpoint of it was kept: whoever gets it next gets this order. Its key stays.</summary>
    public DispatchState Amend(WorkOrder order) =>
        Leases.TryGetValue(order.Unit, out var lease) && lease.Order.Key == order.Key
            ? this with { Leases = Leases.SetItem(order.Unit, lease with { Order = order }) }
            : this with { Waiting = Waiting.Replace(order) };

    /// <summary>A worker gave its unit back undone.</summary>
    public (DispatchState State, IReadOnlyList<WorkOffer> Offers) Return(UnitId unit, Attempt attempt, DateTimeOffset now) =>
        Holds(unit, attempt) ? Requeue([unit], now) : (this, []);

    /// <summary>A worker is gone: its units wait again, first in line.</summary>
    public (DispatchState State, IReadOnlyList<WorkOffer> Offers) Lose(string worker, DateTimeOffset now) =>
        (this with { Idle = Idle.Remove(worker) }).Requeue([.. Leases.Where(l => l.Value.Worker == worker).Select(l => l.Key)], now);

    /// <summary>Units whose lease ran out wait again, first in line.</summary>
    public (DispatchState State, IReadOnlyList<WorkOffer> Offers) Expire(DateTimeOffset now) =>
        Requeue([.. Leases.Where(l => l.Value.Deadline <= now).Select(l => l.Key)], now);

    /// <summary>Offers nothing more and forgets what waits; units at work may still settle.</summary>
    public DispatchState Drain() => this with
    {
        Draining = true,
        Waiting = WaitingOrders.None,
        Known = [.. Leases.Keys],
        Idle = Idle.Clear(),
    };

    private (DispatchState State, IReadOnlyList<WorkOffer> Offers) Requeue(IReadOnlyList<UnitId> units, DateTimeOffset now)
    {
        if (units.Count == 0)
        {
            return Match(now);
        }

        var again = units.Order(Comparer<UnitId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))).Select(u => Leases[u].Order).ToList();
        var state = this with { Leases = Leases.RemoveRange(units) };
        return Draining
            ? (state with { Known = state.Known.Except(units) }, [])
            : (state with { Waiting = Enumerable.Reverse(again).Aggregate(Waiting, (waiting, order) => waiting.AddFirst(order)) }).Match(now);
    }

    private (DispatchState State, IReadOnlyList<WorkOffer> Offers) Match(DateTimeOffset now) => Match(Idle, now);

    private (DispatchState State, IReadOnlyList<WorkOffer> Offers) Match(IEnumerable<KeyValuePair<string, ImmutableArray<Stage>>> workers, DateTimeOffset now)
    {
        if (Draining || now < OfferFrom || Waiting.IsEmpty)
        {
            return (this, []);
        }

        var (state, offers) = (this, new List<WorkOffer>());
        foreach (var (worker, stages) in workers)
        {
            if (state.Waiting.IsEmpty)
            {
                break;
            }

            if (!stages.Any(state.Waiting.Has))
            {
                continue;
            }

            var attempt = new Attempt(state.Incarnation, state.Offers + 1);
            var waiting = state.Waiting.TakeFirst(stages.First(state.Waiting.Has), out var order);
            offers.Add(new(worker, order, attempt));
            state = state with
            {
                Offers = attempt.Number,
                Waiting = waiting,
                Idle = state.Idle.Remove(worker),
                Leases = state.Leases.Add(order.Unit, new(order, worker, attempt, now + Lease)),
            };
        }

        return (state, offers);
    }
}

/// <summary>A unit at work.</summary>
/// <param name="Order">What was asked.</param>
/// <param name="Worker">Who has it.</param>
/// <param name="Attempt">The fence.</param>
/// <param name="Deadline">When it is offered to another unless there is a sign of life.</param>
public sealed record UnitLease(WorkOrder Order, string Worker, Attempt Attempt, DateTimeOffset Deadline);

/// <summary>An offer to send.</summary>
/// <param name="Worker">To whom.</param>
/// <param name="Order">What to do.</param>
/// <param name="Attempt">The fence.</param>
public sealed record WorkOffer(string Worker, WorkOrder Order, Attempt Attempt);
