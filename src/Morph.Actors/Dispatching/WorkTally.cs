using System.Collections.Immutable;
using Morph.Actors.Metrics;
using Morph.Actors.Protocol;
using Morph.Domain.Work;

namespace Morph.Actors.Dispatching;

/// <summary>To a dispatcher, inside its node: who does what?</summary>
public sealed record GetWorkCensus;

/// <summary>What a dispatcher knows of the work of one execution.</summary>
/// <param name="Nodes">Nodes that have asked for work.</param>
/// <param name="Failures">The last failed attempts, newest first.</param>
public sealed record WorkCensus(ImmutableArray<NodeWork> Nodes, ImmutableArray<string> Failures)
{
    /// <summary>Nothing is known.</summary>
    public static WorkCensus Empty { get; } = new([], []);
}

/// <summary>The work of one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="AtWork">Units on lease.</param>
/// <param name="Done">Units committed.</param>
/// <param name="RatePerSecond">Units per second over the last minute.</param>
public sealed record NodeWork(string Node, int AtWork, int Done, double RatePerSecond);

/// <summary>Counts for people what a dispatcher hands out and gets back.</summary>
/// <param name="time">The clock.</param>
internal sealed class WorkTally(TimeProvider time)
{
    private const int FailuresKept = 10;
    private const int LongestFailure = 400;
    private static readonly TimeSpan s_span = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (int Done, Queue<DateTimeOffset> Recent)> _nodes = [];
    private readonly Queue<string> _failures = [];
    private readonly HashSet<Attempt> _failed = [];
    private readonly Dictionary<UnitId, DateTimeOffset> _offered = [];
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>A unit was handed out.</summary>
    public void Offered(UnitId unit) => _offered[unit] = time.GetUtcNow();

    /// <summary>An attempt ended; comes again while its owner has not answered.</summary>
    public void Ended(IAttemptEnd end)
    {
        var reason = end switch { UnitAbandoned e => e.Reason, UnitReturned e => e.Reason, _ => "" };
        if (end is UnitReturned)
        {
            MorphMetrics.UnitReturned(end.Unit.Stage);
        }

        if (reason.Length > 0 && _failed.Add(end.Attempt))
        {
            if (end is UnitAbandoned)
            {
                MorphMetrics.UnitFailed(end.Unit.Stage);
            }

            var text = $"{end.Unit} on {end.Node}: {reason}";
            _failures.Enqueue(text.Length > LongestFailure ? text[..LongestFailure] + "..." : text);
            if (_failures.Count > FailuresKept)
            {
                _failures.Dequeue();
            }
        }
    }

    /// <summary>An attempt's end is durable.</summary>
    public void Settled(AttemptSettled settled, string node)
    {
        if (_failed.Remove(settled.Attempt) || settled.Refusal.Length > 0)
        {
            return;
        }

        var stage = settled.Unit.Stage;
        MorphMetrics.UnitCommitted(stage, node);
        if (_offered.Remove(settled.Unit, out var began))
        {
            MorphMetrics.UnitTook(stage, time.GetUtcNow() - began);
        }

        var (done, recent) = _nodes.GetValueOrDefault(node, (0, []));
        recent.Enqueue(time.GetUtcNow());
        _nodes[node] = (done + 1, recent);
        Forget(recent);
    }

    /// <summary>The figures at this moment.</summary>
    public WorkCensus Census(DispatchState state, Func<string, string> nodeOf)
    {
        var atWork = state.Leases.Values.CountBy(l => nodeOf(l.Worker)).ToDictionary();
        var idle = state.Idle.Keys.Select(nodeOf);
        var seconds = Math.Clamp((time.GetUtcNow() - _began).TotalSeconds, 1, s_span.TotalSeconds);
        return new(
            [.. atWork.Keys.Union(idle).Union(_nodes.Keys).Where(n => n.Length > 0).Order(StringComparer.Ordinal).Select(n =>
            {
                var (done, recent) = _nodes.GetValueOrDefault(n, (0, []));
                Forget(recent);
                return new NodeWork(n, atWork.GetValueOrDefault(n), done, recent.Count / seconds);
            })],
            [.. _failures.Reverse()]);
    }

    private void Forget(Queue<DateTimeOffset> recent)
    {
        while (recent.TryPeek(out var oldest) && time.GetUtcNow() - oldest > s_span)
        {
            recent.Dequeue();
        }
    }
}
