using System.CommandLine;

namespace Morph.Cli.CommandLine;

/// <summary>A command with what its help page says beyond one line.</summary>
/// <param name="name">The word typed.</param>
/// <param name="summary">One line, lower case, without a full stop: shown in the list of commands.</param>
/// <param name="usage">The form of the command line after <c>morph</c>, like <c>run IMAGES --out DIR [options]</c>.</param>
internal sealed class DocumentedCommand(string name, string summary, string usage) : Command(name, summary)
{
    /// <summary>The form of the command line after <c>morph</c>.</summary>
    public string Usage { get; } = usage;

    /// <summary>What the command does, reads and writes, in a few sentences.</summary>
    public string About { get; init; } = "";

    /// <summary>Command lines to copy, each with what it does.</summary>
    public IReadOnlyList<(string Line, string Does)> Examples { get; init; } = [];

    /// <summary>Adds arguments and options.</summary>
    public DocumentedCommand With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Add(argument);
            }
            else
            {
                Add((Option)symbol);
            }
        }

        return this;
    }
}
