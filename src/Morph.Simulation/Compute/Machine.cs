using Morph.Simulation.Clock;
using Morph.Simulation.Network;

namespace Morph.Simulation.Compute;

/// <summary>A machine whose cores the nodes on it share: where the units at work take more cores than there are, all are slower.</summary>
/// <param name="cores">Its cores.</param>
/// <param name="clock">The time.</param>
internal sealed class Machine(int cores, VirtualClock clock)
{
    private readonly List<Computation> _running = [];

    /// <summary>Begins to compute.</summary>
    public void Begin(Computation computation)
    {
        Settle();
        _running.Add(computation);
        computation.Life.Running.Add(computation);
        Plan();
    }

    /// <summary>Gives up what is being computed.</summary>
    public void Stop(Computation computation)
    {
        Settle();
        if (_running.Remove(computation))
        {
            computation.Life.Running.Remove(computation);
            Plan();
        }
    }

    /// <summary>A life was stopped for a while, goes on, or ended: who shares the cores has changed.</summary>
    public void Change(Action change)
    {
        Settle();
        change();
        _running.RemoveAll(c => c.Life.Gone);
        Plan();
    }

    private void Settle()
    {
        foreach (var computation in _running)
        {
            computation.Advance(clock.Now);
        }
    }

    private void Plan()
    {
        var taken = _running.Where(c => !c.Life.Paused).Sum(c => c.AllCores ? cores : 1);
        var share = taken <= cores ? 1.0 : (double)cores / taken;
        foreach (var computation in _running)
        {
            computation.Rate = computation.Life.Paused ? 0 : computation.Life.Node.Speed * share;
            var plan = ++computation.Plan;
            if (computation.Rate > 0)
            {
                clock.After(computation.TimeLeft, () =>
                {
                    if (computation.Plan == plan && !computation.Life.Gone)
                    {
                        Stop(computation);
                        computation.Done();
                    }
                });
            }
        }
    }
}

/// <summary>Something that a node computes.</summary>
/// <param name="life">The node.</param>
/// <param name="work">How long it takes a node of speed 1 that has its machine for itself.</param>
/// <param name="allCores">Whether it takes all cores of its machine, or one.</param>
/// <param name="began">When it was begun.</param>
/// <param name="done">What follows.</param>
internal sealed class Computation(NodeLife life, TimeSpan work, bool allCores, TimeSpan began, Action done)
{
    private double _left = work.TotalSeconds;
    private TimeSpan _since = began;

    /// <summary>The node.</summary>
    public NodeLife Life => life;

    /// <summary>Whether it takes all cores of its machine, or one.</summary>
    public bool AllCores => allCores;

    /// <summary>Seconds of work in a second.</summary>
    public double Rate { get; set; }

    /// <summary>Number of the last plan: an older one is void.</summary>
    public int Plan { get; set; }

    /// <summary>Time to the end at the present rate.</summary>
    public TimeSpan TimeLeft => TimeSpan.FromSeconds(Math.Max(0, _left) / Rate);

    /// <summary>Share that is done, 0 to 1.</summary>
    public double Share => work > TimeSpan.Zero ? Math.Clamp(1 - (_left / work.TotalSeconds), 0, 1) : 1;

    /// <summary>Takes account of the time that has gone by.</summary>
    public void Advance(TimeSpan now)
    {
        _left -= (now - _since).TotalSeconds * Rate;
        _since = now;
    }

    /// <summary>All is computed.</summary>
    public void Done() => done();
}
