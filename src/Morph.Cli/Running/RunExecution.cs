using Morph.Actors.Hosting;
using Morph.Cli.CommandLine;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Spectre.Console;

namespace Morph.Cli.Running;

/// <summary>Runs an order to its end: signals, progress, summary, exit code.</summary>
internal static class RunExecution
{
    /// <summary>What a run on this machine says when it is stopped.</summary>
    public const string Drains = "stopping: what is at work is finished or given back, and training is checkpointed. Once more ends at once.";

    /// <summary>Runs it.</summary>
    /// <param name="context">The outside world.</param>
    /// <param name="order">What to run.</param>
    /// <param name="json">Whether to write JSON lines instead of text.</param>
    /// <param name="onStop">What is said when the user stops it.</param>
    /// <param name="stop">Drain, checkpoint and end.</param>
    /// <returns>The exit code.</returns>
    public static async Task<ExitCode> ExecuteAsync(ProgramContext context, RunRequest order, bool json, string onStop, CancellationToken stop)
    {
        using var signals = new StopSignals(context.Error, onStop, stop);
        var began = context.Clock.GetTimestamp();
        var outcome = await Display(context, json).ShowAsync(progress => context.Engine.ExecuteAsync(order, progress, signals.Token));
        var summary = new RunSummary(order, outcome, context.Clock.GetElapsedTime(began));
        if (json)
        {
            summary.WriteJson(context.Output);
        }
        else
        {
            summary.Write(context.Output, context.Error);
        }

        return outcome.ExitCode;
    }

    private static IRunDisplay Display(ProgramContext context, bool json) =>
        json ? new JsonDisplay(context.Output, context.Clock)
        : context.IsTerminal ? new TerminalDisplay(AnsiConsole.Console, context.Clock)
        : new LineDisplay(context.Output, context.Clock);
}
