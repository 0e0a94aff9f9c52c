using System.CommandLine;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;

namespace Morph.Cli.CommandLine;

/// <summary>An option that takes one value of a kind.</summary>
/// <param name="name">The option, like <c>--fields</c>.</param>
/// <param name="helpName">What stands for the value on the help page.</param>
/// <param name="description">What it is for.</param>
/// <param name="kind">Which values are allowed.</param>
/// <param name="normal">The value when the option is not given.</param>
/// <param name="normally">The same in words, where the value itself would say nothing.</param>
internal sealed class ValueOption<T>(string name, string helpName, string description, ValueKind<T> kind, T normal, string? normally = null)
{
    /// <summary>The option, to add to a command.</summary>
    public Option<string?> Option { get; } = new(name) { HelpName = helpName, Description = $"{description} (default {normally ?? kind.Show(normal)})" };

    /// <summary>The value given, or the normal one.</summary>
    /// <exception cref="UsageException">The value is not allowed.</exception>
    public T Read(ParseResult parsed) => parsed.GetValue(Option) switch
    {
        null => normal,
        var text => kind.Read(text) is (true, var value) ? value : throw new UsageException($"{Option.Name} '{text}' is not allowed: it takes {kind.Allowed}."),
    };
}
