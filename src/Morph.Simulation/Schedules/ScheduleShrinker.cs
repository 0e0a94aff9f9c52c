using System.Collections.Immutable;

namespace Morph.Simulation.Schedules;

/// <summary>
/// Finds a short schedule that still shows a fault: leaves out as many events as it can (delta debugging, Zeller and Hildebrandt 2002), then takes nodes out of
/// groups and shortens what lasts.
/// </summary>
/// <param name="shows">Whether a schedule shows the fault: the same invariant is broken.</param>
public sealed class ScheduleShrinker(Func<SimulationSchedule, bool> shows)
{
    /// <summary>Schedules tried so far.</summary>
    public int Tried { get; private set; }

    /// <summary>Makes a schedule that shows the fault as short as it can.</summary>
    public SimulationSchedule Shrink(SimulationSchedule schedule)
    {
        var events = Fewer(schedule.Events, some => Shows(some));
        for (var i = 0; i < events.Length; i++)
        {
            var (before, after) = (events[..i], events[(i + 1)..]);
            bool StillShows(SimulationEvent changed) => Shows([.. before, changed, .. after]);

            var shrunk = events[i];
            if (shrunk.Nodes.Length > 1)
            {
                shrunk = shrunk with { Nodes = Fewer(shrunk.Nodes, nodes => nodes.Length > 0 && StillShows(shrunk with { Nodes = nodes })) };
            }

            while (shrunk.For > TimeSpan.FromSeconds(1) && StillShows(shrunk with { For = shrunk.For / 2 }))
            {
                shrunk = shrunk with { For = shrunk.For / 2 };
            }

            events = [.. before, shrunk, .. after];
        }

        return new(events);
    }

    private bool Shows(ImmutableArray<SimulationEvent> events)
    {
        Tried++;
        return shows(new(events));
    }

    /// <summary>Leaves out items, in ever smaller parts, as long as the rest still does.</summary>
    private static ImmutableArray<T> Fewer<T>(ImmutableArray<T> items, Func<ImmutableArray<T>, bool> does)
    {
        if (items.Length > 0 && does([]))
        {
            return [];
        }

        var part = Math.Max(1, items.Length / 2);
        while (items.Length > 0)
        {
            var from = 0;
            while (from < items.Length)
            {
                var rest = items.RemoveRange(from, Math.Min(part, items.Length - from));
                if (rest.Length < items.Length && rest.Length > 0 && does(rest))
                {
                    items = rest;
                }
                else
                {
                    from += part;
                }
            }

            if (part == 1)
            {
                break;
            }

            part = Math.Max(1, part / 2);
        }

        return items;
    }
}
