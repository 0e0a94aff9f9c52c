using System.Collections.Immutable;
using Morph.Domain.Randomness;

namespace Morph.Simulation.Schedules;

/// <summary>How often what happens to a cluster. Every node that is killed or leaves is started again, so that a run can always end.</summary>
public sealed record FaultRates
{
    /// <summary>Nothing happens.</summary>
    public static FaultRates None { get; } = new();

    /// <summary>Everything happens, to a run of a few minutes: for looking for bugs.</summary>
    public static FaultRates Rough { get; } = new()
    {
        Span = TimeSpan.FromSeconds(100),
        Crashes = 4,
        Leaves = 1,
        Pauses = 1,
        Partitions = 0.7,
        Losses = 0.7,
        Outages = 0.3,
        Repair = TimeSpan.FromSeconds(30),
    };

    /// <summary>Faults happen from the begin to then.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>Mean number of nodes that are killed; a few of them together.</summary>
    public double Crashes { get; init; }

    /// <summary>Mean number of nodes that are told to leave.</summary>
    public double Leaves { get; init; }

    /// <summary>Mean number of nodes that stand still for a while.</summary>
    public double Pauses { get; init; }

    /// <summary>Mean number of times that a group of nodes is cut off.</summary>
    public double Partitions { get; init; }

    /// <summary>Mean number of times that messages are lost.</summary>
    public double Losses { get; init; }

    /// <summary>Mean number of times that the ledger does not answer.</summary>
    public double Outages { get; init; }

    /// <summary>Mean time until a node that was killed or has left is started again.</summary>
    public TimeSpan Repair { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The rates of machines that each run for so long, in the mean, before they fail.</summary>
    /// <param name="nodes">Nodes.</param>
    /// <param name="meanTimeBetweenFailures">Of one node.</param>
    /// <param name="repair">Mean time until a node that failed is replaced.</param>
    /// <param name="span">How long faults happen.</param>
    public static FaultRates OfMachines(int nodes, TimeSpan meanTimeBetweenFailures, TimeSpan repair, TimeSpan span) =>
        new() { Span = span, Crashes = nodes * (span / meanTimeBetweenFailures), Repair = repair };

    /// <summary>Draws what happens.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="nodes">Nodes of the cluster.</param>
    public SimulationSchedule Draw(long seed, int nodes)
    {
        var random = RandomSource.For(seed, "schedule");
        var events = new List<SimulationEvent>();
        Times(random, Crashes, at =>
        {
            var node = random.NextInt(nodes);
            events.Add(new(at, SimulationEventKind.Crash, [node]));
            events.Add(new(at + Wait(random, Repair), SimulationEventKind.Join, [node]));
        });
        Times(random, Leaves, at =>
        {
            var node = random.NextInt(nodes);
            events.Add(new(at, SimulationEventKind.Leave, [node]));
            events.Add(new(at + TimeSpan.FromSeconds(35) + Wait(random, Repair), SimulationEventKind.Join, [node]));
        });
        Times(random, Pauses, at => events.Add(new(at, SimulationEventKind.Pause, [random.NextInt(nodes)], TimeSpan.FromSeconds(1 + random.NextInt(90)))));
        Times(random, Partitions, at => events.Add(new(at, SimulationEventKind.Partition, Some(random, nodes), TimeSpan.FromSeconds(1 + random.NextInt(60)))));
        Times(random, Losses, at => events.Add(new(at, SimulationEventKind.Loss, [], TimeSpan.FromSeconds(1 + random.NextInt(60)), (1 + random.NextInt(20)) / 100.0)));
        Times(random, Outages, at => events.Add(new(at, SimulationEventKind.Outage, [], TimeSpan.FromSeconds(1 + random.NextInt(30)))));
        return SimulationSchedule.Of(events);
    }

    /// <summary>Times of a Poisson process with this mean number of events.</summary>
    private void Times(RandomSource random, double mean, Action<TimeSpan> happen)
    {
        if (mean <= 0)
        {
            return;
        }

        for (var at = Wait(random, Span / mean); at < Span; at += Wait(random, Span / mean))
        {
            happen(at);
        }
    }

    private static TimeSpan Wait(RandomSource random, TimeSpan mean) => TimeSpan.FromMilliseconds(Math.Ceiling(-Math.Log(1 - random.NextDouble()) * mean.TotalMilliseconds));

    /// <summary>A group of nodes: a few, or up to half of them. One in four holds the first coordinator.</summary>
    private static ImmutableArray<int> Some(RandomSource random, int nodes)
    {
        var count = 1 + random.NextInt(random.NextInt(2) == 0 ? Math.Min(nodes, 5) : Math.Max(1, nodes / 2));
        int[] all = [.. Enumerable.Range(0, nodes)];
        random.Shuffle(all.AsSpan());
        return [.. all.Take(count).Concat(random.NextInt(4) == 0 ? [0] : []).Distinct().Order()];
    }
}
