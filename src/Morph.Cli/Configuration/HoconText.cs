using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using ConfigurationException = Morph.Domain.Errors.ConfigurationException;

namespace Morph.Cli.Configuration;

/// <summary>A configuration text as the list of keys it sets.</summary>
internal static partial class HoconText
{
    private const string AkkaBlock = "akka";

    /// <summary>One key that a text sets.</summary>
    /// <param name="Path">Its full path.</param>
    /// <param name="Value">Its value; the items of a list are joined by commas.</param>
    /// <param name="IsList">Whether the value is a list.</param>
    public sealed record Entry(string Path, string Value, bool IsList);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The HOCON text.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <returns>The keys in the order of their blocks, those under <c>akka</c> left out; and the parsed text, if it has an <c>akka</c> block.</returns>
    /// <exception cref="ConfigurationException">The text is not HOCON; the message names the file and, where it can, the line.</exception>
    public static (IReadOnlyList<Entry> Entries, Config? Akka) Read(string text, string source)
    {
        if (HoconBrackets.FirstFault(text) is var (line, fault))
        {
            throw new ConfigurationException($"{source}, line {line}: {fault}");
        }

        var config = Parse(text, source);
        var root = config.Root is { IsEmpty: false } value && value.IsObject() ? value.GetObject().Items : [];
        var entries = new List<Entry>();
        foreach (var (name, child) in root.Where(item => item.Key != AkkaBlock))
        {
            Walk(name, child, source, entries);
        }

        return (entries, root.ContainsKey(AkkaBlock) ? config : null);
    }

    private static Config Parse(string text, string source)
    {
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws bare exceptions, and a null reference for an include; to the user they are one failure.
            var line = Position().Match(e.Message) is { Success: true } at && int.Parse(at.Groups[1].Value, CultureInfo.InvariantCulture) is var position && position <= text.Length
                ? $", line {text.AsSpan(0, position).Count('\n') + 1},"
                : "";
            var reason = e is NullReferenceException ? "include is not supported" : e.Message.Split('\n', 2)[0].Trim().TrimEnd(':', '.');
            throw new ConfigurationException($"{source}{line} cannot be understood as HOCON ({reason}); write one key per line, like morph.seed = 7.", e);
        }
    }

    private static void Walk(string path, HoconValue value, string source, List<Entry> entries)
    {
        if (value.IsObject())
        {
            foreach (var (name, child) in value.GetObject().Items)
            {
                Walk($"{path}.{name}", child, source, entries);
            }
        }
        else if (value.Values.OfType<HoconArray>().FirstOrDefault() is { } list)
        {
            entries.Add(new(path, string.Join(',', list.Select(item => item.GetString())), IsList: true));
        }
        else if (value.IsString())
        {
            entries.Add(new(path, value.GetString(), IsList: false));
        }
        else
        {
            throw new ConfigurationException($"{source}: the key {path} has no value; write {path} = VALUE, or take the line out.");
        }
    }

    [GeneratedRegex(@"at position (\d+)")]
    private static partial Regex Position();
}
