using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Simulation.Ledger;
using Morph.Simulation.Network;

namespace Morph.Simulation.Invariants;

/// <summary>
/// Watches what the real actors offer, pass on and journal, knows what was computed where, and notes the first thing that must never happen.
/// Looks at every offer, every answer that is let through and every entry of the ledger; and every few seconds at the dispatcher's whole state.
/// </summary>
/// <param name="cluster">The simulation.</param>
internal sealed class InvariantChecker(SimulatedCluster cluster)
{
    /// <summary>Sixteen samples of 64 fields each may be outstanding at once, or 128 units of the other stages.</summary>
    private const int MostKnown = (16 * 64) + 128;

    /// <summary>A message that says that a unit is open may be so late.</summary>
    private static readonly TimeSpan s_latest = TimeSpan.FromMinutes(2);

    private readonly Dictionary<Attempt, (UnitId Unit, Digest Key, string Node)> _offers = [];
    private readonly Dictionary<UnitId, Attempt> _lastOffer = [];
    private readonly HashSet<Attempt> _passedOn = [];
    private readonly HashSet<(UnitId, Digest, string)> _computed = [];
    private readonly Dictionary<(UnitId, Digest), TimeSpan> _committed = [];
    private int _incarnation;

    /// <summary>What was broken first; null while all is well.</summary>
    public Violation? Broken { get; private set; }

    /// <summary>Units in the ledger.</summary>
    public int Committed => _committed.Count;

    /// <summary>Notes what must never happen, unless something did before.</summary>
    public void Break(Invariant invariant, string what) => Broken ??= new(invariant, cluster.Clock.Now, what);

    /// <summary>The dispatcher offers a unit to a worker of a node.</summary>
    public void OnOffered(WorkOffered offer, NodeLife to)
    {
        if (_offers.TryAdd(offer.Attempt, (offer.Order.Unit, offer.Order.Key, to.Name)))
        {
            _lastOffer[offer.Order.Unit] = offer.Attempt;
        }
        else if (_offers[offer.Attempt] != (offer.Order.Unit, offer.Order.Key, to.Name))
        {
            Break(Invariant.Fenced, $"attempt {Text(offer.Attempt)} was given away twice, for {_offers[offer.Attempt].Unit} and for {offer.Order.Unit}");
        }
    }

    /// <summary>The dispatcher lets the end of an attempt through to the unit's owner.</summary>
    public void OnPassedOn(IAttemptEnd end)
    {
        if (!_offers.TryGetValue(end.Attempt, out var offer) || offer.Unit != end.Unit || offer.Key != end.Key)
        {
            Break(Invariant.Fenced, $"an answer for {end.Unit} counts whose attempt {Text(end.Attempt)} was never given for it");
        }
        else if (offer.Node != end.Node)
        {
            Break(Invariant.Fenced, $"an answer of {end.Node} for {end.Unit} counts, but attempt {Text(end.Attempt)} was given to {offer.Node}");
        }
        else if (_lastOffer[end.Unit] is var last && last != end.Attempt && last.Incarnation >= _incarnation)
        {
            Break(Invariant.Fenced, $"an answer for {end.Unit} counts whose attempt {Text(end.Attempt)} was followed by {Text(last)}");
        }

        _passedOn.Add(end.Attempt);
    }

    /// <summary>A node has computed a unit.</summary>
    public void OnComputed(WorkOrder order, NodeLife life) => _computed.Add((order.Unit, order.Key, life.Name));

    /// <summary>Somebody asks the dispatcher to have units computed.</summary>
    public void OnEnqueued(EnqueueWork message)
    {
        foreach (var order in message.Orders)
        {
            if (_committed.TryGetValue((order.Unit, order.Key), out var at) && cluster.Clock.Now - at > s_latest)
            {
                Break(Invariant.NothingLost, $"{order.Unit} is asked for again, {(cluster.Clock.Now - at).TotalSeconds:0} s after its result came into the ledger");
            }
        }
    }

    /// <summary>The ledger got an entry.</summary>
    public void OnEntry(IWireMessage entry)
    {
        switch (entry)
        {
            case RunStarted e:
                _incarnation = e.Incarnation;
                break;
            case UnitCommitted e:
                OnCommitted(e);
                break;
            case UnitQuarantined e when _committed.ContainsKey((e.Unit, e.Key)):
                Break(Invariant.CommittedTwice, $"{e.Unit} is given up, but its result is in the ledger");
                break;
        }
    }

    /// <summary>What the dispatcher has.</summary>
    public void OnDispatch(DispatchState state)
    {
        var waiting = state.Waiting.Select(o => o.Unit).ToHashSet();
        if (waiting.Count != state.Waiting.Count || waiting.Overlaps(state.Leases.Keys) || waiting.Count + state.Leases.Count != state.Known.Count)
        {
            Break(Invariant.Bounded, $"of {state.Known.Count} units {state.Waiting.Count} wait and {state.Leases.Count} are leased: some are in two places, or nowhere");
        }

        if (state.Known.Count > MostKnown)
        {
            Break(Invariant.Bounded, $"{state.Known.Count} units are at the dispatcher, {MostKnown} can be outstanding");
        }

        // A worker has one lease; more only while an offer or its refusal is under way, or was lost.
        var most = cluster.Workers + cluster.Network.UnderWay + cluster.Network.Lost;
        if (state.Leases.Count > most)
        {
            Break(Invariant.Bounded, $"{state.Leases.Count} leases, but there are only {cluster.Workers} workers");
        }
    }

    /// <summary>The run has ended: is everything there?</summary>
    public void AtEnd()
    {
        var view = cluster.Ledger.Events.Aggregate(LedgerView.Empty, (v, e) => v.Apply(e));
        foreach (var order in Expected(cluster.Store.Open(SimulatedRunStore.Reference), view.Units))
        {
            if (view.Units.IsOpen(order.Unit, order.Key))
            {
                Break(Invariant.NothingLost, $"the run is over, but {order.Unit} is neither done nor given up");
            }
        }

        if (view.Units.Entries.Values.Count(e => e.Result is not null) != _committed.Count)
        {
            Break(Invariant.NothingLost, $"{_committed.Count} results came into the ledger, but it holds {view.Units.Entries.Values.Count(e => e.Result is not null)}");
        }

        cluster.Tally.CheckRepeats(this);
    }

    private static IEnumerable<WorkOrder> Expected(RunDefinition run, UnitLedger ledger)
    {
        var planner = run.PlannerOf(SimulatedRunStore.Reference);
        var model = ledger.Entries.GetValueOrDefault(new(Stage.Train))?.Result?.Artifacts[0];
        var masks = planner.Samples.Select(s => planner.Mask(s, ledger)).OfType<WorkOrder>().ToList();
        var fields = model is null ? [] : masks.SelectMany(m =>
            ledger.ResultOf(m.Unit, m.Key) is { } result
                ? planner.Loaded(m.Unit.Sample, ledger).Select(f => RunPlanner.Embed(SimulatedRunStore.Reference, run.SampleOf(m.Unit.Sample), f, result.Digest, model))
                : []);
        return [.. planner.Loads(), .. masks, planner.Train(ledger, _ => null), .. fields];
    }

    private void OnCommitted(UnitCommitted e)
    {
        if (!_passedOn.Contains(e.Attempt))
        {
            Break(Invariant.Fenced, $"{e.Unit} is committed by attempt {Text(e.Attempt)}, which the dispatcher has not let through");
        }

        if (!_computed.Contains((e.Unit, e.Key, e.Node)))
        {
            Break(Invariant.Fenced, $"{e.Unit} is committed as computed by {e.Node}, which has not");
        }

        if (!_committed.TryAdd((e.Unit, e.Key), cluster.Clock.Now))
        {
            Break(Invariant.CommittedTwice, $"{e.Unit} is committed again by attempt {Text(e.Attempt)}");
        }
    }

    private static string Text(Attempt attempt) => $"{attempt.Incarnation}.{attempt.Number}";
}
