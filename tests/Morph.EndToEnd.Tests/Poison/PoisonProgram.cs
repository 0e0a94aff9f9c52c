using Morph.Actors.Hosting;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;

namespace Morph.EndToEnd.Tests.Poison;

/// <summary>
/// The whole program, with fields that do harm to whoever computes them: such images cannot be had for the asking. Which do what stands in
/// the variable <see cref="Variable"/>; the processes that it starts for single units have it, too.
/// </summary>
public static class PoisonProgram
{
    /// <summary>"load/00003=crashes;embed/00005=hangs".</summary>
    public const string Variable = "MORPH_TEST_POISON";

    /// <summary>The file beside the tests.</summary>
    public const string File = "Morph.EndToEnd.Tests.dll";

    /// <summary>Runs a command line of morph.</summary>
    public static Task<int> Main(string[] arguments)
    {
        var engine = new LocalEngine(TimeProvider.System, Environment.GetEnvironmentVariable)
        {
            Items = (stage, store, device) => new PoisonedExecutor(NodeWorkers.Item(stage, store, device)),
            Program = [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, File)],
        };
        return MorphCommandLine.RunAsync(arguments, new(Console.Out, Console.Error, IsTerminal: false, TimeProvider.System, engine));
    }
}
