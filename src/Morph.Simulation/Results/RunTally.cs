using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Simulation.Invariants;
using Morph.Simulation.Network;

namespace Morph.Simulation.Results;

/// <summary>Counts what the nodes do, from the outside: what is computed how often, who is busy, what faults may have cost.</summary>
/// <param name="cluster">The simulation.</param>
internal sealed class RunTally(SimulatedCluster cluster)
{
    private readonly Dictionary<UnitId, int> _attempts = [];
    private readonly HashSet<(UnitId, Digest)> _units = [];
    private readonly SortedDictionary<Stage, (TimeSpan Began, TimeSpan Ended)> _stages = [];
    private readonly List<TimelinePoint> _timeline = [];
    private readonly List<TimelineNote> _notes = [];
    private TimeSpan _since;
    private int _nodes;
    private int _busy;

    /// <summary>Units begun; a unit that is begun again counts again.</summary>
    public int BegunCount { get; private set; }

    /// <summary>Units that were given back.</summary>
    public int ReturnedCount { get; private set; }

    /// <summary>Units that failed.</summary>
    public int FailedCount { get; private set; }

    /// <summary>Workers whose unit may have had to be begun again: they were killed, stood still or were cut off.</summary>
    public int DisturbedWorkers { get; private set; }

    /// <summary>Processes that ended before the run did, other than by leaving.</summary>
    public int LivesLost { get; private set; }

    /// <summary>Seconds that nodes were members, all together.</summary>
    public double NodeSeconds { get; private set; }

    /// <summary>Seconds that nodes were at work on at least one unit, all together.</summary>
    public double BusySeconds { get; private set; }

    /// <summary>Units begun again.</summary>
    public int Repeated => BegunCount - _units.Count;

    /// <summary>When each stage's first unit was begun and its last result came into the ledger.</summary>
    public IReadOnlyDictionary<Stage, (TimeSpan Began, TimeSpan Ended)> Stages => _stages;

    /// <summary>The course of the run.</summary>
    public IReadOnlyList<TimelinePoint> Timeline => _timeline;

    /// <summary>What happened.</summary>
    public IReadOnlyList<TimelineNote> Notes => _notes;

    /// <summary>How often a unit was begun.</summary>
    public int AttemptsAt(UnitId unit) => _attempts.GetValueOrDefault(unit);

    /// <summary>A node begins a unit.</summary>
    public void Begun(WorkOrder order, NodeLife life)
    {
        Settle();
        _attempts[order.Unit] = AttemptsAt(order.Unit) + 1;
        _units.Add((order.Unit, order.Key));
        _stages.TryAdd(order.Unit.Stage, (cluster.Clock.Now, cluster.Clock.Now));
        BegunCount++;
        _busy += life.AtWork++ == 0 ? 1 : 0;
    }

    /// <summary>A node is at the end of a unit.</summary>
    public void Ended(WorkOrder order, NodeLife life)
    {
        Settle();
        _busy -= --life.AtWork == 0 ? 1 : 0;
    }

    /// <summary>A node gave a unit back.</summary>
    public void Returned(WorkOrder order, NodeLife life)
    {
        Ended(order, life);
        ReturnedCount++;
    }

    /// <summary>A unit failed.</summary>
    public void Failed(WorkOrder order) => FailedCount++;

    /// <summary>A result came into the ledger.</summary>
    public void Committed(UnitId unit)
    {
        if (_stages.TryGetValue(unit.Stage, out var stage))
        {
            _stages[unit.Stage] = stage with { Ended = cluster.Clock.Now };
        }
    }

    /// <summary>A process was started.</summary>
    public void Started()
    {
        Settle();
        _nodes++;
    }

    /// <summary>A process ended.</summary>
    public void Stopped(NodeLife life, bool early)
    {
        Settle();
        _nodes--;
        _busy -= life.AtWork > 0 ? 1 : 0;
        life.AtWork = 0;
        if (early)
        {
            LivesLost++;
            Disturbed(life);
        }
    }

    /// <summary>A process stood still or was cut off.</summary>
    public void Disturbed(NodeLife life) => DisturbedWorkers += life.Workers;

    /// <summary>Something that people want to see in the timeline.</summary>
    public void Note(string text) => _notes.Add(new(cluster.Clock.Now, text));

    /// <summary>Notes how things are.</summary>
    public void Sample()
    {
        var stage = _stages.Count > 0 ? _stages.Keys.Last().Word() : "";
        var lives = cluster.Nodes.Select(n => n.Life).OfType<NodeLife>().Where(l => !l.Gone).ToList();
        _timeline.Add(new(cluster.Clock.Now, stage, lives.Count(l => l.IsUp), lives.Count(l => l.AtWork > 0), cluster.Invariants.Committed));
    }

    /// <summary>Forgets every other point of the timeline.</summary>
    public void Thin()
    {
        var kept = _timeline.Where((_, i) => i % 2 == 0).ToList();
        _timeline.Clear();
        _timeline.AddRange(kept);
    }

    /// <summary>Adds up the time until now.</summary>
    public void Settle()
    {
        var seconds = (cluster.Clock.Now - _since).TotalSeconds;
        if (seconds > 0)
        {
            _since = cluster.Clock.Now;
            NodeSeconds += seconds * _nodes;
            BusySeconds += seconds * _busy;
        }
    }

    /// <summary>
    /// A unit is begun again only because its worker was killed, stood still or was cut off, since a message was lost, since it failed or was given back:
    /// a worker has one unit at a time, and each of these ends one attempt.
    /// </summary>
    public void CheckRepeats(InvariantChecker invariants)
    {
        var most = DisturbedWorkers + cluster.Network.Lost + FailedCount + ReturnedCount + cluster.Ledger.Failures;
        if (Repeated > most)
        {
            invariants.Break(
                Invariant.RepeatsAccountedFor,
                $"{Repeated} units were begun again; {DisturbedWorkers} workers were disturbed, {cluster.Network.Lost} messages lost, {FailedCount} units failed, {ReturnedCount} were given back");
        }
    }
}
