using Akka.Actor;
using Akka.Event;
using Morph.Actors.Protocol;
using Morph.Domain.Errors;
using Morph.Domain.Work;

namespace Morph.Actors.Working;

/// <summary>
/// Pulls one unit at a time from the dispatcher, has it computed on a thread of its own, shows signs of life meanwhile,
/// and asks for the next once the result is durable. The loader, maskers, trainer, embedders and analysts are workers with different executors.
/// </summary>
public sealed class Worker : ReceiveActor, IWithTimers
{
    private const int LongestReason = 1000;
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_sendAgain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_renewAtLeast = TimeSpan.FromSeconds(3);

    private readonly ICanTell _dispatcher;
    private readonly IUnitExecutor _executor;
    private readonly string _node;
    private readonly Func<WorkOrder?, string?> _trouble;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private CancellationTokenSource? _stop;
    private UnitContext? _context;
    private bool _computing;
    private bool _leaving;
    private string? _lastTrouble;

    /// <summary>Creates a worker.</summary>
    /// <param name="dispatcher">The dispatcher, or whoever passes messages on to it.</param>
    /// <param name="executor">Makes what computes; a failure that nobody foresaw gets a new one.</param>
    /// <param name="node">This node's name in the ledger.</param>
    /// <param name="trouble">
    /// What keeps this node from working, on anything (null) or on an order: a directory that it does not see. Null when nothing does.
    /// A unit that fails meanwhile is given back and not counted as failed.
    /// </param>
    public Worker(ICanTell dispatcher, Func<IUnitExecutor> executor, string node, Func<WorkOrder?, string?> trouble)
    {
        (_dispatcher, _executor, _node, _trouble) = (dispatcher, executor(), node, trouble);
        Idle();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The longest time between two signs of life under a lease.</summary>
    public static TimeSpan RenewWithin(TimeSpan lease) => lease / 4 < s_renewAtLeast ? lease / 4 : s_renewAtLeast;

    /// <inheritdoc/>
    protected override void PreStart() => Ask();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop?.Cancel();
        if (!_computing)
        {
            _executor.Dispose();
        }
    }

    private void Idle()
    {
        Receive<WorkOffered>(OnOffer);
        Receive<AskAgain>(_ => Ask());
        Receive<LeaveWork>(_ => Context.Stop(Self));
        Receive<IWireMessage>(_ => { });
    }

    private void Working(WorkOrder order, Attempt attempt)
    {
        Receive<UnitResult>(result => End(new UnitComputed(order.Unit, order.Key, attempt, _node, result)));
        Receive<Status.Failure>(failure => Fail(order, attempt, failure.Cause));
        Receive<SignOfLife>(_ => _dispatcher.Tell(new RenewLease(order.Unit, order.Key, attempt, _node), Self));
        Receive<CheckpointKept>(m => _context!.KeptStep = m.Step);
        Receive<DrainWork>(_ => _stop!.Cancel());
        Receive<LeaseLost>(m => m.Attempt == attempt, _ =>
        {
            _log.Warning("Run {0}: another attempt has the lease of {1}; stopping", order.Run.RunId, order.Unit);
            Timers.Cancel(nameof(SignOfLife));
            _stop!.Cancel();
        });
        Receive<LeaveWork>(_ => Leave());
        Receive<WorkOffered>(Decline);
        Receive<IWireMessage>(_ => { });
        Receive<AskAgain>(_ => { });
    }

    private void Settling(IAttemptEnd end)
    {
        Receive<AttemptSettled>(m => m.Attempt == end.Attempt, m =>
        {
            if (m.Refusal.Length > 0)
            {
                _log.Warning("The result of {0} was refused: {1}", m.Unit, m.Refusal);
            }

            Next();
        });
        Receive<LeaseLost>(m => m.Attempt == end.Attempt, _ => Next());
        Receive<AskAgain>(_ => Send(end));
        Receive<LeaveWork>(_ => Leave());
        Receive<WorkOffered>(Decline);
        Receive<IWireMessage>(_ => { });
    }

    private void Ask()
    {
        Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, s_askAgain);
        if (IsFit(null))
        {
            _dispatcher.Tell(new RequestWork(_executor.Stages, _node), Self);
        }
    }

    private void OnOffer(WorkOffered offer)
    {
        Timers.Cancel(nameof(AskAgain));
        Timers.StartPeriodicTimer(nameof(SignOfLife), SignOfLife.Instance, RenewWithin(offer.Lease));
        var (order, self, dispatcher) = (offer.Order, Self, _dispatcher);
        _log.Debug("Run {0}: {1} begins, attempt {2}.{3}", order.Run.RunId, order.Unit, offer.Attempt.Incarnation, offer.Attempt.Number);
        var stop = _stop = new();
        var context = _context = new(
            stop.Token,
            (step, total, loss) => dispatcher.Tell(new TrainingAdvanced(order.Key, step, total, loss), self),
            checkpoint => dispatcher.Tell(new KeepCheckpoint(order.Key, offer.Attempt, checkpoint), self))
        {
            Limit = offer.Limit,
            Say = current => dispatcher.Tell(new UnitAdvanced(order.Run.RunId, order.Unit.Stage, current), self),
        };
        _computing = true;
        Become(() => Working(order, offer.Attempt));
        _executor.ExecuteAsync(order, context).PipeTo(self);
    }

    private void Decline(WorkOffered offer) => _dispatcher.Tell(new UnitReturned(offer.Order.Unit, offer.Order.Key, offer.Attempt, _node), Self);

    private void Fail(WorkOrder order, Attempt attempt, Exception cause)
    {
        var message = cause.Message.Length > LongestReason ? cause.Message[..LongestReason] + "..." : cause.Message;
        switch (cause)
        {
            case OperationCanceledException when _stop!.IsCancellationRequested:
                End(new UnitReturned(order.Unit, order.Key, attempt, _node));
                break;
            case MorphException when !IsFit(order):
                _log.Warning("Run {0}: {1} is given back: {2}", order.Run.RunId, order.Unit, cause.Message);
                End(new UnitReturned(order.Unit, order.Key, attempt, _node) { Reason = _lastTrouble! });
                break;
            case ImageException:
                End(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Item, message));
                break;
            case MorphException:
                End(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Run, message));
                break;
            default:
                var reason = $"{order.Unit} failed on {_node}: {cause.GetType().Name}: {message}";
                _log.Error(cause, "Run {0}: {1}", order.Run.RunId, reason);
                _dispatcher.Tell(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Unknown, reason), Self);
                _computing = false;
                throw new WorkerFailedException(reason, cause);
        }
    }

    private void End(IAttemptEnd end)
    {
        _computing = false;
        Timers.Cancel(nameof(SignOfLife));
        Become(() => Settling(end));
        Send(end);
    }

    private void Send(IAttemptEnd end)
    {
        _dispatcher.Tell(end, Self);
        Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, s_sendAgain);
    }

    private void Next()
    {
        Timers.Cancel(nameof(AskAgain));
        Become(Idle);
        if (_leaving)
        {
            Context.Stop(Self);
        }
        else if (_lastTrouble is not null)
        {
            Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, s_askAgain);
        }
        else
        {
            Ask();
        }
    }

    /// <summary>The node leaves: what is at work is given back or ended, and its end made durable.</summary>
    private void Leave()
    {
        _leaving = true;
        _stop!.Cancel();
    }

    /// <summary>Can this node work now, on anything or on an order? What keeps it from that is logged when it changes.</summary>
    private bool IsFit(WorkOrder? order)
    {
        var trouble = _trouble(order);
        if (trouble is not null && trouble != _lastTrouble)
        {
            _log.Warning("This worker asks for no work: {0}", trouble);
        }

        _lastTrouble = trouble;
        return trouble is null;
    }

    private sealed class AskAgain
    {
        public static AskAgain Instance { get; } = new();
    }

    private sealed class SignOfLife
    {
        public static SignOfLife Instance { get; } = new();
    }
}

/// <summary>To a worker, inside its node: give back or end what you have, and stop.</summary>
public sealed class LeaveWork
{
    /// <summary>The one message.</summary>
    public static LeaveWork Instance { get; } = new();

    private LeaveWork()
    {
    }
}

/// <summary>A unit failed in a way that nobody foresaw: the supervisor starts the worker anew.</summary>
public sealed class WorkerFailedException(string message, Exception inner) : Exception(message, inner);
