using System.CommandLine;
using Morph.Cli.CommandLine;

namespace Morph.Cli.Commands;

/// <summary>Every command of the program, in the order of the help page.</summary>
internal static class AllCommands
{
    /// <summary>Creates the commands.</summary>
    public static IReadOnlyList<Command> Create(ProgramContext context) =>
    [
        PlanCommand.Create(context),
        RunCommand.Create(context),
        AssignCommand.Create(context),
        .. StageCommand.CreateAll(context),
        StatusCommand.Create(context),
        NodeCommand.Create(context),
        SubmitCommand.Create(context),
        CancelCommand.Create(context),
        VerifyCommand.Create(context),
        EvaluateCommand.Create(context),
        ExportCommand.Create(context),
        DoctorCommand.Create(context),
        SimulateCommand.Create(context),
        SimulateClusterCommand.Create(context),
        DemoCommand.Create(context),
        UnitCommand.Create(context),
    ];
}
