using Morph.Domain.Errors;

namespace Morph.Cli.CommandLine;

/// <summary>The one place where a failure becomes a message and an exit code.</summary>
internal static class Failures
{
    /// <summary>The variable that asks for the stack trace of an unexpected failure.</summary>
    public const string DebugVariable = "MORPH_DEBUG";

    /// <summary>Runs a command to its exit code; failures become messages on standard error.</summary>
    public static async Task<int> GuardAsync(TextWriter error, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (MorphException expected)
        {
            error.WriteLine($"morph: {expected.Message}");
            return (int)expected.ExitCode;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("morph: interrupted; the same command continues.");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception unexpected) when (!IsFatal(unexpected))
        {
            error.WriteLine($"morph: {unexpected.Message} ({unexpected.GetType().Name})");
            var isDebugging = Environment.GetEnvironmentVariable(DebugVariable) == "1";
            error.WriteLine(isDebugging ? unexpected.ToString() : $"This was not foreseen. {DebugVariable}=1 before the same command shows where it happened; 'morph doctor' checks this machine.");
            return (int)ExitCode.Failed;
        }
    }

    private static bool IsFatal(Exception e) => e is OutOfMemoryException or InsufficientExecutionStackException;
}
