using System.CommandLine;
using Morph.Actors.Isolation;
using Morph.Cli.CommandLine;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary><c>morph unit</c>: computes one unit of work for another process of this program. Not for people, so it is on no help page.</summary>
internal static class UnitCommand
{
    /// <summary>The command's word.</summary>
    public const string Name = "unit";

    /// <summary>Creates the command.</summary>
    public static Command Create(ProgramContext context)
    {
        var command = new DocumentedCommand(Name, "one unit of work, asked for and answered as JSON; the program starts it itself", "unit") { Hidden = true };
        command.SetAction(_ =>
        {
            // Standard output is for answers: whatever else is said must not come between.
            using var answers = new StreamWriter(Console.OpenStandardOutput());
            Console.SetOut(Console.Error);
            new UnitServer(context.Engine.ExecutorOf).Serve(Console.In, answers);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
