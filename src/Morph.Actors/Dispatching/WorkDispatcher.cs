using Akka.Actor;
using Akka.Event;
using Morph.Actors.Protocol;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Dispatching;

/// <summary>
/// Hands units to workers that ask for them. Holds no durable state: owners enqueue again after it starts anew,
/// with a higher incarnation that makes every fence of before stale.
/// </summary>
public sealed class WorkDispatcher : ReceiveActor, IWithTimers
{
    private static readonly object s_tick = new();

    private readonly Func<Stage, WorkOwner> _ownerOf;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, IActorRef> _workers = [];
    private DispatchState _state;

    /// <summary>Creates the dispatcher of one start of a run.</summary>
    /// <param name="incarnation">The persisted number of this start.</param>
    /// <param name="lease">How long a worker may be silent.</param>
    /// <param name="ownerOf">Who keeps the results of a stage.</param>
    /// <param name="time">The clock of the leases.</param>
    public WorkDispatcher(int incarnation, TimeSpan lease, Func<Stage, WorkOwner> ownerOf, TimeProvider time)
    {
        _ownerOf = ownerOf;
        _time = time;
        _state = new() { Incarnation = incarnation, Lease = lease };
        Receive<EnqueueWork>(m => Offer(_state.Enqueue(m.Orders, Now)));
        Receive<RequestWork>(OnRequest);
        Receive<RenewLease>(m => _state = _state.Renew(m.Unit, m.Attempt, Now));
        Receive<UnitReturned>(m =>
        {
            Offer(_state.Return(m.Unit, m.Attempt, Now));
            Sender.Tell(new AttemptSettled(m.Unit, m.Attempt, ""));
            TellWhenDrained();
        });
        Receive<IAttemptEnd>(OnEnd);
        Receive<KeepCheckpoint>(OnCheckpoint);
        Receive<DrainWork>(OnDrain);
        Receive<Terminated>(t => Lose(t.ActorRef));
        Receive<Tick>(_ => Offer(_state.Expire(Now)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(s_tick, Tick.Instance, TimeSpan.FromMilliseconds(Math.Max(50, _state.Lease.TotalMilliseconds / 4)));

    private void OnRequest(RequestWork message)
    {
        var name = NameOf(Sender);
        if (_workers.TryAdd(name, Sender))
        {
            Context.Watch(Sender);
        }

        if (_state.Draining)
        {
            Sender.Tell(new DrainWork());
            return;
        }

        Offer(_state.Request(name, message.Stages, Now));
    }

    private void OnEnd(IAttemptEnd end)
    {
        if (!_state.Holds(end.Unit, end.Attempt))
        {
            _log.Warning("Refused a late answer for {0}: attempt {1}.{2} no longer holds its lease", end.Unit, end.Attempt.Incarnation, end.Attempt.Number);
            Sender.Tell(new AttemptSettled(end.Unit, end.Attempt, "another attempt holds the lease"));
            return;
        }

        _state = _state.Settle(end.Unit, end.Attempt);
        _ownerOf(end.Unit.Stage)(new AttemptEnded(end), end.Unit, Sender);
        TellWhenDrained();
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
            worker.Tell(message);
        }

        TellWhenDrained();
    }

    private void Lose(IActorRef worker)
    {
        var name = NameOf(worker);
        _workers.Remove(name);
        Offer(_state.Lose(name, Now));
        TellWhenDrained();
    }

    private void Offer((DispatchState State, IReadOnlyList<WorkOffer> Offers) next)
    {
        _state = next.State;
        foreach (var offer in next.Offers)
        {
            _workers[offer.Worker].Tell(new WorkOffered(offer.Order, offer.Attempt, _state.Lease));
        }
    }

    private void TellWhenDrained()
    {
        if (_state.Draining && _state.Leases.IsEmpty)
        {
            Context.Parent.Tell(new WorkDrained());
        }
    }

    private static string NameOf(IActorRef actor) => actor.Path.ToStringWithUid();

    /// <summary>Look for leases that ran out. Sent by a timer; tests send it themselves.</summary>
    public sealed class Tick
    {
        /// <summary>The one tick.</summary>
        public static Tick Instance { get; } = new();

        private Tick()
        {
        }
    }
}

/// <summary>Passes a message about a unit to the actor that keeps it, in the name of the worker, so that the owner's answer reaches the worker.</summary>
/// <param name="message">The message.</param>
/// <param name="unit">The unit that it is about.</param>
/// <param name="worker">The worker.</param>
public delegate void WorkOwner(IWireMessage message, UnitId unit, IActorRef worker);
