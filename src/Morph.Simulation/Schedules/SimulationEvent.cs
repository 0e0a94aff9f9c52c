using System.Collections.Immutable;
using System.Globalization;

namespace Morph.Simulation.Schedules;

/// <summary>What happens to a cluster.</summary>
public enum SimulationEventKind
{
    /// <summary>The nodes' processes are killed. A node that ran already is killed again after its start.</summary>
    Crash,

    /// <summary>The nodes are started; nothing happens to those that run.</summary>
    Join,

    /// <summary>The nodes are told to drain and leave.</summary>
    Leave,

    /// <summary>The nodes' processes stand still for a while, as by SIGSTOP.</summary>
    Pause,

    /// <summary>The nodes do not hear the others for a while, nor the others them.</summary>
    Partition,

    /// <summary>For a while a share of the messages between nodes vanishes.</summary>
    Loss,

    /// <summary>The ledger's database answers nobody for a while.</summary>
    Outage,
}

/// <summary>Something that happens to a cluster.</summary>
/// <param name="At">When, from the begin.</param>
/// <param name="Kind">What.</param>
/// <param name="Nodes">To which nodes; empty for what happens to all.</param>
/// <param name="For">For how long; zero for what has no end.</param>
/// <param name="Share">Share of messages that vanish, 0 to 1.</param>
public sealed record SimulationEvent(TimeSpan At, SimulationEventKind Kind, ImmutableArray<int> Nodes, TimeSpan For = default, double Share = 0)
{
    /// <summary>When it is over.</summary>
    public TimeSpan Until => At + For;

    /// <summary>Reads a line that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The line is not understood.</exception>
    public static SimulationEvent Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Enum.TryParse<SimulationEventKind>(words[1], ignoreCase: true, out var kind))
        {
            throw new FormatException($"'{line}' is no event: it begins with a time and one of {string.Join(", ", Enum.GetNames<SimulationEventKind>()).ToLowerInvariant()}.");
        }

        string? After(string word) => Array.IndexOf(words, word) is >= 0 and var i && i + 1 < words.Length ? words[i + 1] : null;
        try
        {
            return new(
                Seconds(words[0]),
                kind,
                After("nodes") is { } nodes ? [.. nodes.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] : [],
                After("for") is { } span ? Seconds(span) : default,
                After("share") is { } share ? double.Parse(share, CultureInfo.InvariantCulture) : 0);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new FormatException($"'{line}' is no event: {e.Message}", e);
        }
    }

    /// <summary>"12.5s partition nodes 3,7 for 40s".</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Text(At),
        Kind.ToString().ToLowerInvariant(),
        Nodes.Length > 0 ? $"nodes {string.Join(',', Nodes)}" : "",
        Share > 0 ? string.Create(CultureInfo.InvariantCulture, $"share {Share:R}") : "",
        For > TimeSpan.Zero ? $"for {Text(For)}" : "",
    }.Where(w => w.Length > 0));

    /// <inheritdoc/>
    public bool Equals(SimulationEvent? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");
}
