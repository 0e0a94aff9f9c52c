using Morph.Cli.Engine;

namespace Morph.Cli.CommandLine;

/// <summary>What a command meets of the outside world; tests give it other writers and an engine of their own.</summary>
/// <param name="Output">Standard output: results and progress.</param>
/// <param name="Error">Standard error: failures and warnings.</param>
/// <param name="IsTerminal">Whether a person watches: progress is then one live block.</param>
/// <param name="Clock">Time, for progress and durations.</param>
/// <param name="Engine">What computes runs.</param>
internal sealed record ProgramContext(TextWriter Output, TextWriter Error, bool IsTerminal, TimeProvider Clock, IRunEngine Engine)
{
    /// <summary>The variables of the process, by name; none where nothing else is said.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;
}
