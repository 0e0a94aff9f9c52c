using Morph.Cli.CommandLine;
using Morph.Cli.Engine;

namespace Morph.EndToEnd.Tests;

/// <summary>The program in the process of the test.</summary>
internal static class InProcess
{
    /// <summary>Runs a command, which must succeed.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await MorphCommandLine.RunAsync(arguments, new ProgramContext(output, output, IsTerminal: false, TimeProvider.System, new LocalEngine(TimeProvider.System, _ => null)));
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}: {output}");
    }
}
