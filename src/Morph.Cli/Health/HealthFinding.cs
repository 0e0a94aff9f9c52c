namespace Morph.Cli.Health;

/// <summary>How a check came out.</summary>
internal enum HealthState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, but slower or less than it could.</summary>
    Warning,

    /// <summary>A run would fail.</summary>
    Bad,
}

/// <summary>What one check of the machine found.</summary>
/// <param name="Check">What was looked at: "torch", "disk".</param>
/// <param name="State">How it came out.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do about it; empty when all is well.</param>
internal sealed record HealthFinding(string Check, HealthState State, string Found, string Fix = "")
{
    /// <summary>All is well.</summary>
    public static HealthFinding Good(string check, string found) => new(check, HealthState.Good, found);

    /// <summary>A run would be slow or limited.</summary>
    public static HealthFinding Warning(string check, string found, string fix) => new(check, HealthState.Warning, found, fix);

    /// <summary>A run would fail.</summary>
    public static HealthFinding Bad(string check, string found, string fix) => new(check, HealthState.Bad, found, fix);
}
