using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Morph.Cli.CommandLine;

/// <summary>Writes the page behind <c>--help</c>.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int PageWidth = 100;

    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "everything asked for is done"),
        ("1", "something failed that no other code names"),
        ("2", "the command line was not understood"),
        ("3", "the image set, the configuration or the run directory is wrong; nothing was started"),
        ("4", "finished, with damaged images in quarantine (named in summary.md and quarantine.csv)"),
        ("5", "interrupted; the same command continues"),
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    /// <summary>Writes the page of a command.</summary>
    public static void Write(Command command, TextWriter output)
    {
        if (command is DocumentedCommand documented)
        {
            WriteCommand(documented, output);
        }
        else
        {
            WriteRoot(command, output);
        }
    }

    private static void WriteRoot(Command root, TextWriter output)
    {
        output.WriteLine("morph: from a folder of microscopy images to cell morphologies, without labels");
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine("  morph COMMAND [arguments] [options]");
        Columns(output, "Commands", root.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")));
        Columns(output, "Options", [("--help", "this page; morph COMMAND --help for a command's own"), ("--version", "the version")]);
        Columns(output, "Exit codes", ExitCodes);
        Examples(output,
        [
            ("morph demo", "see the whole way on simulated cells, in a few minutes"),
            ("morph plan images", "what would run, and whether the images are understood"),
            ("morph run images --out results", "run; the same line again continues after a stop"),
        ]);
    }

    private static void WriteCommand(DocumentedCommand command, TextWriter output)
    {
        output.WriteLine($"morph {command.Name}: {command.Description}");
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  morph {command.Usage}");
        if (command.About.Length > 0)
        {
            output.WriteLine();
            foreach (var line in Wrap(command.About, PageWidth))
            {
                output.WriteLine(line);
            }
        }

        Columns(output, "Arguments", command.Arguments.Select(a => (a.Name, a.Description ?? "")));
        Columns(output, "Options", command.Options.Where(o => !o.Hidden && o is not HelpOption)
            .Select(o => (o.HelpName is null ? o.Name : $"{o.Name} {o.HelpName}", o.Description ?? ""))
            .Append(("--help", "this page")));
        Examples(output, command.Examples);
    }

    private static void Examples(TextWriter output, IReadOnlyList<(string Line, string Does)> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var (line, does) in examples)
        {
            output.WriteLine($"  {line}");
            output.WriteLine($"      {does}");
        }
    }

    private static void Columns(TextWriter output, string title, IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        var left = all.Max(r => r.Name.Length) + 2;
        foreach (var (name, text) in all)
        {
            var first = true;
            foreach (var line in Wrap(text, PageWidth - left - 2))
            {
                output.WriteLine($"  {(first ? name : "").PadRight(left)}{line}");
                first = false;
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = "";
                }

                line = line.Length == 0 ? word : $"{line} {word}";
            }

            yield return line;
        }
    }
}
