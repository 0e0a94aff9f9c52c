using System.Collections.Immutable;

namespace Morph.Simulation.Schedules;

/// <summary>What happens to a cluster, in the order of time: data, which can be written down, read again and replayed.</summary>
/// <param name="Events">The events.</param>
public sealed record SimulationSchedule(ImmutableArray<SimulationEvent> Events)
{
    /// <summary>Nothing happens.</summary>
    public static SimulationSchedule Quiet { get; } = new([]);

    /// <summary>When the last event is over.</summary>
    public TimeSpan Ends => Events.Select(e => e.Until).DefaultIfEmpty().Max();

    /// <summary>Reads what <see cref="ToString"/> wrote: an event a line; empty lines and lines that begin with '#' are left out.</summary>
    /// <exception cref="FormatException">A line is not understood.</exception>
    public static SimulationSchedule Parse(string text) => Of(
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(SimulationEvent.Parse));

    /// <summary>A schedule of events, sorted by time.</summary>
    public static SimulationSchedule Of(IEnumerable<SimulationEvent> events) => new([.. events.OrderBy(e => e.At)]);

    /// <summary>An event a line.</summary>
    public override string ToString() => string.Join('\n', Events);

    /// <inheritdoc/>
    public bool Equals(SimulationSchedule? other) => other is not null && Events.SequenceEqual(other.Events);

    /// <inheritdoc/>
    public override int GetHashCode() => Events.Length;
}
