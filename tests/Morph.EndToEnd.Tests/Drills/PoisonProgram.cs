using Morph.Actors.Hosting;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>
/// The whole program, with fields that do harm to whoever computes them: such images cannot be had for the asking. Which do what stands in
/// the variable <see cref="Variable"/>; the processes that it starts for single units have it, too. With the word "drill" it prints a drill's table.
/// </summary>
public static class PoisonProgram
{
    /// <summary>"load/00003=crashes;embed/00005=hangs".</summary>
    public const string Variable = "MORPH_TEST_POISON";

    /// <summary>The file beside the tests.</summary>
    public const string File = "Morph.EndToEnd.Tests.dll";

    /// <summary>Runs a command line of morph, or a drill.</summary>
    public static Task<int> Main(string[] arguments) => arguments is ["drill", var name] ? DrillAsync(name) : MorphCommandLine.RunAsync(arguments, Context());

    private static ProgramContext Context()
    {
        var engine = new LocalEngine(TimeProvider.System, Environment.GetEnvironmentVariable)
        {
            Items = (stage, store, device) => new PoisonedExecutor(NodeWorkers.Item(stage, store, device)),
            Program = [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, File)],
        };
        return new(Console.Out, Console.Error, IsTerminal: false, TimeProvider.System, engine) { Environment = Environment.GetEnvironmentVariable };
    }

    private static async Task<int> DrillAsync(string name)
    {
        IAsyncEnumerable<DrillRow> rows = name switch
        {
            "artifacts" => ArtifactDrill.RowsAsync(isShort: false),
            "poison" => PoisonDrill.RowsAsync(),
            _ => throw new ArgumentException($"There is no drill '{name}'; there are artifacts and poison.", nameof(name)),
        };
        var isGood = true;
        Console.WriteLine(DrillRow.Header);
        await foreach (var row in rows)
        {
            Console.WriteLine(row);
            isGood &= row.IsGood;
        }

        return isGood ? 0 : 1;
    }
}
