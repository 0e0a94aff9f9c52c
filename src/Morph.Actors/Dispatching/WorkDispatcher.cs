using Akka.Actor;
using Akka.Event;
using Morph.Actors.Metrics;
using Morph.Actors.Protocol;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Dispatching;

/// <summary>
/// Hands units to workers that ask for them. Holds no durable state: owners enqueue again after it starts anew, with a higher incarnation,
/// and workers that are still at work claim their units. A lease lasts until the owner has made the attempt's end durable.
/// </summary>
public sealed class WorkDispatcher : ReceiveActor, IWithTimers
{
    private static readonly object s_tick = new();
    private static readonly object s_claimsOver = new();

    private readonly string _runId;
    private readonly WorkSettings _work;
    private readonly WorkOwners _ownerOf;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, KnownWorker> _workers = [];
    private readonly WorkTally _tally;
    private DispatchState _state;

    /// <summary>Creates the dispatcher of one execution of a run.</summary>
    /// <param name="runId">The run, for the log.</param>
    /// <param name="incarnation">The persisted number of this execution.</param>
    /// <param name="work">How long a worker may be silent, and how long a unit may take.</param>
    /// <param name="claims">How long workers of an earlier execution may claim their units before any is offered.</param>
    /// <param name="ownerOf">Who keeps the results of a stage.</param>
    /// <param name="time">The clock of the leases.</param>
    public WorkDispatcher(string runId, int incarnation, WorkSettings work, TimeSpan claims, WorkOwners ownerOf, TimeProvider time)
    {
        (_runId, _work, _ownerOf, _time, _tally) = (runId, work, ownerOf, time, new(time));
        _state = new() { Incarnation = incarnation, Lease = work.Lease, OfferFrom = claims > TimeSpan.Zero ? time.GetUtcNow() + claims : DateTimeOffset.MinValue };
        Receive<EnqueueWork>(m => Offer(_state.Enqueue(m.Orders, Now)));
        Receive<RequestWork>(OnRequest);
        Receive<RenewLease>(OnRenew);
        Receive<UnitReturned>(OnReturned);
        Receive<IAttemptEnd>(OnEnd);
        Receive<AttemptSettled>(OnSettled);
        Receive<KeepCheckpoint>(OnCheckpoint);
        Receive<AmendWork>(m => _state = _state.Amend(m.Order));
        Receive<GetWorkCensus>(_ => Sender.Tell(_tally.Census(_state, NodeOf)));
        Receive<GetDispatchState>(_ => Sender.Tell(_state));
        Receive<DrainWork>(OnDrain);
        Receive<Terminated>(t => Lose(t.ActorRef));
        Receive<Tick>(_ => Expire());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        MorphMetrics.Load = () => LoadOf(_state);
        Timers.StartPeriodicTimer(s_tick, Tick.Instance, TimeSpan.FromMilliseconds(Math.Max(50, _state.Lease.TotalMilliseconds / 4)));
        if (_state.OfferFrom > Now)
        {
            Timers.StartSingleTimer(s_claimsOver, Tick.Instance, _state.OfferFrom - Now);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => MorphMetrics.Load = null;

    /// <summary>The state is immutable: any thread may look at it.</summary>
    private static IEnumerable<StageLoad> LoadOf(DispatchState state)
    {
        var (waiting, atWork) = (state.Waiting.CountBy(o => o.Unit.Stage).ToDictionary(), state.Leases.Keys.CountBy(u => u.Stage).ToDictionary());
        return waiting.Keys.Union(atWork.Keys).Order().Select(s => new StageLoad(s, waiting.GetValueOrDefault(s), atWork.GetValueOrDefault(s)));
    }

    private void OnRequest(RequestWork message)
    {
        var name = Know(message.Node);
        if (_state.Draining)
        {
            Sender.Tell(new DrainWork());
            return;
        }

        Offer(_state.Request(name, message.Stages, Now));
    }

    private void OnRenew(RenewLease message)
    {
        _state = _state.Renew(message.Unit, message.Key, message.Attempt, Know(message.Node), Now);
        if (!_state.Holds(message.Unit, message.Attempt) && IsRefused(message.Unit))
        {
            Sender.Tell(new LeaseLost(message.Unit, message.Attempt));
        }
    }

    private void OnReturned(UnitReturned message)
    {
        _tally.Ended(message);
        Offer(_state.Return(message.Unit, message.Attempt, Now));
        Sender.Tell(new AttemptSettled(message.Unit, message.Attempt, ""));
        TellWhenDrained();
    }

    private void OnEnd(IAttemptEnd end)
    {
        _state = _state.Renew(end.Unit, end.Key, end.Attempt, Know(end.Node), Now);
        if (_state.Holds(end.Unit, end.Attempt))
        {
            _tally.Ended(end);
            _ownerOf(end.Unit.Stage)(new AttemptEnded(end), end.Unit, Self);
        }
        else if (IsRefused(end.Unit))
        {
            _log.Warning("Run {0}: refused a late answer for {1}: attempt {2}.{3} no longer holds its lease", _runId, end.Unit, end.Attempt.Incarnation, end.Attempt.Number);
            Sender.Tell(new AttemptSettled(end.Unit, end.Attempt, "another attempt holds the lease"));
        }
    }

    private void OnSettled(AttemptSettled message)
    {
        if (_state.Holds(message.Unit, message.Attempt))
        {
            var worker = _state.Leases[message.Unit].Worker;
            _state = _state.Settle(message.Unit, message.Attempt);
            _tally.Settled(message, NodeOf(worker));
            if (_workers.TryGetValue(worker, out var known))
            {
                known.Actor.Tell(message);
            }

            TellWhenDrained();
        }
    }

    private void OnCheckpoint(KeepCheckpoint message)
    {
        var unit = new UnitId(Stage.Train);
        if (_state.Holds(unit, message.Attempt))
        {
            _ownerOf(Stage.Train)(new CheckpointOffered(message), unit, Sender);
        }
    }

    private void OnDrain(DrainWork message)
    {
        _state = _state.Drain();
        foreach (var worker in _workers.Values)
        {
            worker.Actor.Tell(message);
        }

        TellWhenDrained();
    }

    private void Expire()
    {
        foreach (var lease in _state.Leases.Values.Where(l => l.Deadline <= Now))
        {
            _log.Warning("Run {0}: the lease of {1} ran out on {2}: it is offered again", _runId, lease.Order.Unit, NodeOf(lease.Worker));
            MorphMetrics.LeaseExpired(lease.Order.Unit.Stage);
        }

        Offer(_state.Expire(Now));
        TellWhenDrained();
    }

    private void Lose(IActorRef worker)
    {
        var name = NameOf(worker);
        _workers.Remove(name);
        Offer(_state.Lose(name, Now));
        TellWhenDrained();
    }

    /// <summary>
    /// May a claim on this unit be turned down? Another worker has it, or it waits and the claim did not fit, or nobody has asked for it long after the start:
    /// before that its owner may not have enqueued it yet.
    /// </summary>
    private bool IsRefused(UnitId unit) => _state.Known.Contains(unit) || _state.Draining || Now >= _state.OfferFrom + _state.Lease;

    private void Offer((DispatchState State, IReadOnlyList<WorkOffer> Offers) next)
    {
        _state = next.State;
        foreach (var offer in next.Offers)
        {
            _tally.Offered(offer.Order.Unit);
            _workers[offer.Worker].Actor.Tell(new WorkOffered(offer.Order, offer.Attempt, _state.Lease) { Limit = _work.UnitLimit });
        }
    }

    private void TellWhenDrained()
    {
        if (_state.Draining && _state.Leases.IsEmpty)
        {
            Context.Parent.Tell(new WorkDrained());
        }
    }

    private string Know(string node)
    {
        var name = NameOf(Sender);
        if (_workers.TryAdd(name, new(Sender, node)))
        {
            Context.Watch(Sender);
        }

        return name;
    }

    private string NodeOf(string worker) => _workers.TryGetValue(worker, out var known) ? known.Node : "";

    private static string NameOf(IActorRef actor) => actor.Path.ToStringWithUid();

    private sealed record KnownWorker(IActorRef Actor, string Node);

    /// <summary>Look for leases that ran out, and for what may be offered by now. Sent by a timer; tests send it themselves.</summary>
    public sealed class Tick
    {
        /// <summary>The one tick.</summary>
        public static Tick Instance { get; } = new();

        private Tick()
        {
        }
    }
}

/// <summary>To the dispatcher, inside its node: all that waits, is at work and is idle, for those who check it. Answered with the <see cref="DispatchState"/>.</summary>
public sealed record GetDispatchState;

/// <summary>To the dispatcher, inside its node: whoever gets this unit next gets this order.</summary>
/// <param name="Order">The order; its key is that of the unit that waits or is at work.</param>
public sealed record AmendWork(WorkOrder Order);

/// <summary>Passes a message about a unit to the actor that keeps it, in the name of <paramref name="sender"/>, whom the owner answers.</summary>
/// <param name="message">The message.</param>
/// <param name="unit">The unit that it is about.</param>
/// <param name="sender">Who hears the answer.</param>
public delegate void WorkOwner(IWireMessage message, UnitId unit, IActorRef sender);

/// <summary>Who keeps the results of a stage.</summary>
public delegate WorkOwner WorkOwners(Stage stage);
