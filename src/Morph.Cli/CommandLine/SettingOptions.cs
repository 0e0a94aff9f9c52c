using System.CommandLine;
using Morph.Cli.Configuration;

namespace Morph.Cli.CommandLine;

/// <summary>The options that set a key of the configuration.</summary>
/// <param name="keys">Those wanted; all where none are named.</param>
internal sealed class SettingOptions(params string[] keys)
{
    private static readonly (string Option, string HelpName, string Key, string Description)[] Table =
    [
        ("--seed", "N", "morph.seed", "seed of every random number"),
        ("--iterations", "N", "morph.train.iterations", "training steps; 0 takes them from morph.train.epochs"),
        ("--window", "N", "morph.train.window", "side of a window in pixels"),
        ("--stride", "N", "morph.embed.stride", "distance of neighbouring windows in pixels"),
        ("--top", "N", "morph.reduce.top", "windows of each field that are mapped and clustered: those with the most cells"),
        ("--clusters", "K|auto", "morph.cluster.clusters", "number of clusters; auto chooses it by BIC, samples takes one per sample"),
        ("--channels", "A,B,C", "morph.load.channels", "channels to use, in this order; without it all that the folder has"),
        ("--pattern", "REGEX", "morph.load.pattern", "regular expression over the files' relative paths with the named groups sample, field and channel"),
    ];

    private readonly List<(Option<string?> Option, SettingKey Key)> _options = [.. Table.Where(row => keys.Length == 0 || keys.Contains(row.Key)).Select(Create)];

    /// <summary>The options, to add to a command.</summary>
    public Symbol[] Symbols => [.. _options.Select(o => o.Option)];

    /// <summary>The option that sets a key; null when none does.</summary>
    public static string? OptionOf(string key) => Table.Where(row => row.Key == key).Select(row => row.Option).FirstOrDefault();

    /// <summary>The values given.</summary>
    public IEnumerable<OptionValue> Read(ParseResult parsed) =>
        from o in _options
        let value = parsed.GetValue(o.Option)
        where value is not null
        select new OptionValue(o.Option.Name, o.Key, value);

    private static (Option<string?> Option, SettingKey Key) Create((string Option, string HelpName, string Key, string Description) row)
    {
        var key = SettingKeys.At(row.Key);
        var normal = key.Read(ConfigurationResolver.Reference);
        var range = $"{key.Allowed}{(normal.Length == 0 ? "" : $"; default {normal}")}";
        var option = new Option<string?>(row.Option)
        {
            HelpName = row.HelpName,
            Description = row.Key is "morph.load.pattern" or "morph.load.channels" ? row.Description : $"{row.Description} ({range})",
        };
        return (option, key);
    }
}
