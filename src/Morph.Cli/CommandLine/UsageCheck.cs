using System.CommandLine;
using System.CommandLine.Parsing;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;

namespace Morph.Cli.CommandLine;

/// <summary>Turns what the parser did not understand into one sentence with the way out.</summary>
internal static class UsageCheck
{
    /// <summary>Accepts a parsed command line.</summary>
    /// <exception cref="UsageException">It was not understood; the message names the word, the nearest right one and the help page.</exception>
    public static void Accept(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var fault = MisspelledOption(parsed, command) ?? UnexpectedWord(parsed, command) ?? parsed.Errors.Select(e => Describe(e, command)).FirstOrDefault();
        if (fault is not null)
        {
            var page = command is RootCommand ? "morph --help" : $"morph {command.Name} --help";
            throw new UsageException($"{fault}\nSee {page}.");
        }
    }

    private static string? MisspelledOption(ParseResult parsed, Command command)
    {
        // An unknown option is no token of its own to the parser: it lands among the arguments or is left over.
        var words = command.Arguments
            .Select(parsed.GetResult)
            .SelectMany(result => result?.Tokens.Select(t => t.Value) ?? [])
            .Concat(parsed.UnmatchedTokens);
        if (words.FirstOrDefault(LooksLikeOption) is not { } word)
        {
            return null;
        }

        var name = word.Split('=', 2)[0];
        var own = command.Options.Select(o => o.Name).ToList();
        if (NearestName.Of(name, own) is { } nearest && nearest != name)
        {
            return $"there is no option {name}; did you mean {nearest}?";
        }

        var others = Root(parsed).Subcommands.Where(c => c.Options.Any(o => o.Name == name)).Select(c => c.Name).ToList();
        return others.Count > 0 && command is not RootCommand
            ? $"morph {command.Name} has no option {name}; it belongs to {string.Join(", ", others.Select(o => $"morph {o}"))}."
            : $"there is no option {name}.";
    }

    private static string? UnexpectedWord(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens.FirstOrDefault() is not { } word)
        {
            return null;
        }

        if (command is not RootCommand)
        {
            return $"'{word}' is one argument too many: morph {(command as DocumentedCommand)?.Usage}";
        }

        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        return NearestName.Of(word, commands) is { } nearest
            ? $"there is no command '{word}'; did you mean 'morph {nearest}'?"
            : $"there is no command '{word}'; there are {string.Join(", ", commands)}.";
    }

    private static string Describe(ParseError error, Command command) => error.SymbolResult switch
    {
        ArgumentResult { Parent: not OptionResult, Tokens.Count: 0 } missing => $"{missing.Argument.Name} is missing: {missing.Argument.Description}",
        OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} needs a value: {option.Option.Description}",
        OptionResult { Tokens.Count: > 1 } option => $"{option.Option.Name} is given {option.Tokens.Count} times; give it once.",
        ArgumentResult { Parent: OptionResult option } => $"{option.Option.Name} needs a value: {option.Option.Description}",
        CommandResult when command is RootCommand => "a command is missing.",
        _ => error.Message,
    };

    private static Command Root(ParseResult parsed) => parsed.RootCommandResult.Command;

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);
}
