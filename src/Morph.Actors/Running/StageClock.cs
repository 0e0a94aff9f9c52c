using Morph.Domain.Runs;

namespace Morph.Actors.Running;

/// <summary>Counts the units of one stage and how fast they end.</summary>
/// <param name="stage">The stage.</param>
/// <param name="total">Its units.</param>
/// <param name="unit">What is counted.</param>
/// <param name="time">The clock.</param>
public sealed class StageClock(Stage stage, int total, string unit, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, int Done)> _recent = new([(time.GetUtcNow(), 0)]);
    private int _base;

    /// <summary>Units that are done.</summary>
    public int Done { get; private set; }

    /// <summary>Units of the stage.</summary>
    public int Total { get; private set; } = total;

    /// <summary>Notes units that were found done: they count, but not for the rate.</summary>
    public void Found(int done)
    {
        Done += done;
        _base += done;
    }

    /// <summary>Notes that so many of so many are done now.</summary>
    public void Reach(int done, int total)
    {
        (Done, Total) = (done, total);
        var now = time.GetUtcNow();
        _recent.Enqueue((now, done - _base));
        while (_recent.Count > 2 && now - _recent.Peek().At > s_window)
        {
            _recent.Dequeue();
        }
    }

    /// <summary>The figures now.</summary>
    /// <param name="current">The item at work.</param>
    /// <param name="quarantined">Items in quarantine.</param>
    public RunProgress Progress(string current, int quarantined)
    {
        var (at, done) = _recent.Peek();
        var seconds = (time.GetUtcNow() - at).TotalSeconds;
        double? rate = Done - _base > done && seconds > 0 ? (Done - _base - done) / seconds : null;
        TimeSpan? remaining = rate is { } r ? TimeSpan.FromSeconds((Total - Done) / r) : null;
        return new(stage, Done, Total, unit, rate, remaining, current, quarantined);
    }
}
