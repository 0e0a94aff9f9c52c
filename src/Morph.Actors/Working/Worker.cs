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
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_settleWithin = TimeSpan.FromSeconds(30);

    private readonly ICanTell _dispatcher;
    private readonly IUnitExecutor _executor;
    private readonly string _node;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stop = new();
    private UnitContext? _context;

    /// <summary>Creates a worker.</summary>
    /// <param name="dispatcher">The dispatcher, or the coordinator that passes messages on to it.</param>
    /// <param name="executor">Makes what computes; a failure that nobody foresaw gets a new one.</param>
    /// <param name="node">This node's name in the ledger.</param>
    public Worker(ICanTell dispatcher, Func<IUnitExecutor> executor, string node)
    {
        _dispatcher = dispatcher;
        _executor = executor();
        _node = node;
        Idle();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Ask();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        if (_context is null)
        {
            _executor.Dispose();
        }
    }

    private void Idle()
    {
        Receive<WorkOffered>(OnOffer);
        Receive<AskAgain>(_ => Ask());
        Receive<DrainWork>(_ => { });
        Receive<AttemptSettled>(_ => { });
        Receive<CheckpointKept>(_ => { });
    }

    private void Working(WorkOrder order, Attempt attempt)
    {
        Receive<UnitResult>(result => End(new UnitComputed(order.Unit, order.Key, attempt, _node, result)));
        Receive<Status.Failure>(failure => Fail(order, attempt, failure.Cause));
        Receive<SignOfLife>(_ => _dispatcher.Tell(new RenewLease(order.Unit, attempt), Self));
        Receive<CheckpointKept>(m => _context!.KeptStep = m.Step);
        Receive<DrainWork>(_ => _stop.Cancel());
        Receive<WorkOffered>(m => _dispatcher.Tell(new UnitReturned(m.Order.Unit, m.Order.Key, m.Attempt, _node), Self));
        Receive<AttemptSettled>(_ => { });
        Receive<AskAgain>(_ => { });
    }

    private void Settling(Attempt attempt)
    {
        Receive<AttemptSettled>(m => m.Attempt == attempt, m =>
        {
            if (m.Refusal.Length > 0)
            {
                _log.Warning("The result of {0} was refused: {1}", m.Unit, m.Refusal);
            }

            Next();
        });
        Receive<AskAgain>(_ =>
        {
            _log.Warning("Nobody settled attempt {0}.{1} within {2} s; asking for other work", attempt.Incarnation, attempt.Number, s_settleWithin.TotalSeconds);
            Next();
        });
        Receive<WorkOffered>(m => _dispatcher.Tell(new UnitReturned(m.Order.Unit, m.Order.Key, m.Attempt, _node), Self));
        Receive<AttemptSettled>(_ => { });
        Receive<CheckpointKept>(_ => { });
        Receive<DrainWork>(_ => { });
    }

    private void Ask()
    {
        _dispatcher.Tell(new RequestWork(_executor.Stages), Self);
        Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, s_askAgain);
    }

    private void OnOffer(WorkOffered offer)
    {
        Timers.Cancel(nameof(AskAgain));
        Timers.StartPeriodicTimer(nameof(SignOfLife), SignOfLife.Instance, offer.Lease / 4);
        var (order, self, dispatcher) = (offer.Order, Self, _dispatcher);
        var context = _context = new(
            _stop.Token,
            (step, total, loss) => dispatcher.Tell(new TrainingAdvanced(step, total, loss), self),
            checkpoint => dispatcher.Tell(new KeepCheckpoint(order.Key, offer.Attempt, checkpoint), self));
        Become(() => Working(order, offer.Attempt));
        Task.Factory.StartNew(() => _executor.Execute(order, context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .PipeTo(self);
    }

    private void Fail(WorkOrder order, Attempt attempt, Exception cause)
    {
        switch (cause)
        {
            case OperationCanceledException when _stop.IsCancellationRequested:
                End(new UnitReturned(order.Unit, order.Key, attempt, _node));
                break;
            case ImageException:
                End(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Item, cause.Message));
                break;
            case MorphException:
                End(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Run, cause.Message));
                break;
            default:
                var reason = $"{order.Unit} failed on {_node}: {cause.GetType().Name}: {cause.Message}";
                _log.Error(cause, "{0}", reason);
                _dispatcher.Tell(new UnitAbandoned(order.Unit, order.Key, attempt, _node, FailureKind.Unknown, reason), Self);
                _context = null;
                throw new WorkerFailedException(reason, cause);
        }
    }

    private void End(IAttemptEnd end)
    {
        _context = null;
        Timers.Cancel(nameof(SignOfLife));
        _dispatcher.Tell(end, Self);
        Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, s_settleWithin);
        Become(() => Settling(end.Attempt));
    }

    private void Next()
    {
        Timers.Cancel(nameof(AskAgain));
        Become(Idle);
        if (!_stop.IsCancellationRequested)
        {
            Ask();
        }
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

/// <summary>A unit failed in a way that nobody foresaw: the supervisor starts the worker anew.</summary>
public sealed class WorkerFailedException(string message, Exception inner) : Exception(message, inner);
