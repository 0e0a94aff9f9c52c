namespace Morph.Domain.Runs;

/// <summary>How far a run is, for people and for <c>--json</c>.</summary>
/// <param name="Stage">The stage at work.</param>
/// <param name="Done">Units of the stage that are committed (fields, samples, training steps).</param>
/// <param name="Total">Units of the stage.</param>
/// <param name="Unit">What is counted: "fields", "samples", "steps".</param>
/// <param name="RatePerSecond">Units per second over the last minute; null before the first.</param>
/// <param name="Remaining">Expected time to the end of the stage; null when unknown.</param>
/// <param name="Current">The item at work: a field, a sample, a loss.</param>
/// <param name="Quarantined">Items in quarantine so far.</param>
public sealed record RunProgress(
    Stage Stage,
    int Done,
    int Total,
    string Unit,
    double? RatePerSecond,
    TimeSpan? Remaining,
    string Current,
    int Quarantined);

/// <summary>One item given up after its attempts.</summary>
/// <param name="Stage">Where it failed.</param>
/// <param name="Sample">Its sample.</param>
/// <param name="Field">Its field; empty when a whole sample failed.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Reason">Why, naming the file.</param>
public sealed record QuarantinedItem(Stage Stage, string Sample, string Field, int Attempts, string Reason);

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">The program's exit code.</param>
/// <param name="Message">One sentence for the user; for a failure, with the way out.</param>
/// <param name="UnitsDone">Units computed by this execution; 0 says that nothing was left to do.</param>
/// <param name="Quarantined">Items in quarantine.</param>
public sealed record RunOutcome(Errors.ExitCode ExitCode, string Message, int UnitsDone, IReadOnlyList<QuarantinedItem> Quarantined);
