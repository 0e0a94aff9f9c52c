namespace Morph.Domain.Settings;

/// <summary>
/// Block <c>morph.work</c>: how units of work are handed out. It decides when and where something is computed, never what comes out,
/// so it may change between two executions of the same run.
/// </summary>
/// <param name="Attempts">Attempts a unit gets before it is quarantined; at least 1.</param>
/// <param name="Lease">How long a worker may be silent before its unit is offered to another; above zero.</param>
/// <param name="Parallelism">Units at work at the same time in one process; 0 for the number of cores.</param>
public sealed record WorkSettings(int Attempts, TimeSpan Lease, int Parallelism)
{
    /// <summary>How long a field or sample may be at work in load, mask or embed before the attempt counts as failed; above zero.</summary>
    public TimeSpan UnitLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The defaults of <c>hocon/morph.conf</c>.</summary>
    public static WorkSettings Default { get; } = new(3, TimeSpan.FromSeconds(60), 0);
}
