using Akka.TestKit;

namespace Morph.Simulation.Clock;

/// <summary>
/// The time of a simulation: it stands still while actors handle messages and then leaps to whatever happens next. Timers of actors are those of
/// Akka.TestKit's scheduler, which is moved on in the steps of the product's own (<c>akka.scheduler.tick-duration</c>).
/// </summary>
/// <param name="pump">Handles the actors' messages.</param>
/// <param name="timers">Holds the actors' timers.</param>
internal sealed class VirtualClock(Pump pump, TestScheduler timers) : TimeProvider
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly DateTimeOffset s_epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _agenda = new();
    private TimeSpan _nextTick = s_tick;
    private long _number;

    /// <summary>Time since the begin.</summary>
    public TimeSpan Now { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => s_epoch + Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <summary>Does something later; what is due at the same time is done in the order of the calls.</summary>
    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Does something at a time; at once when that is over.</summary>
    public void At(TimeSpan time, Action action) => _agenda.Enqueue(action, (time < Now ? Now : time, _number++));

    /// <summary>Handles all messages, then goes to the next thing that happens.</summary>
    public void Step()
    {
        pump.Drain();
        if (_agenda.TryPeek(out _, out var next) && next.At < _nextTick)
        {
            Now = next.At;
            _agenda.Dequeue()();
        }
        else
        {
            Now = _nextTick;
            _nextTick += s_tick;
            timers.Advance(s_tick);
        }
    }
}
