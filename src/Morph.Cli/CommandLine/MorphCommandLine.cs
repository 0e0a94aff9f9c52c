using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Morph.Cli.Commands;
using Morph.Domain.Errors;

namespace Morph.Cli.CommandLine;

/// <summary>The <c>morph</c> program: its commands, and the way from words to an exit code.</summary>
internal static class MorphCommandLine
{
    /// <summary>The program's version, without the source revision.</summary>
    public static string Version { get; } =
        (typeof(MorphCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after <c>morph</c>.</param>
    /// <param name="context">The outside world.</param>
    /// <param name="stop">Asks the command to drain, checkpoint and end.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, ProgramContext context, CancellationToken stop = default) =>
        Failures.GuardAsync(context.Error, async () =>
        {
            var root = Tree(context);
            if (arguments.Count == 0)
            {
                HelpPage.Write(root, context.Error);
                return (int)ExitCode.Usage;
            }

            // A file name may begin with '@': no response files.
            var parsed = root.Parse(Words(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (parsed.Action is not (HelpPage or VersionLine))
            {
                UsageCheck.Accept(parsed);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Output,
                    Error = context.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                stop);
        });

    /// <summary>The tree of commands.</summary>
    public static RootCommand Tree(ProgramContext context)
    {
        var root = new RootCommand("from a folder of microscopy images to cell morphologies, without labels");
        root.Directives.Clear();
        foreach (var option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption => new HelpPage(),
                VersionOption => new VersionLine(),
                _ => option.Action,
            };
        }

        foreach (var command in AllCommands.Create(context))
        {
            root.Add(command);
        }

        return root;
    }

    /// <summary><c>morph help run</c> is <c>morph run --help</c>.</summary>
    private static IReadOnlyList<string> Words(IReadOnlyList<string> arguments) =>
        arguments[0] == "help" ? [.. arguments.Skip(1), "--help"] : arguments;

    private sealed class VersionLine : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"morph {Version}");
            return 0;
        }
    }
}
