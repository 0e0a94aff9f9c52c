using System.Text.Json;
using System.Text.Json.Nodes;
using Morph.Domain.Settings;

namespace Morph.Artifacts.Runs;

/// <summary>Settings as lines of key and value, under the keys of the configuration file.</summary>
public static class SettingsText
{
    private static readonly JsonSerializerOptions Kebab = new(RunJson.Options) { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower };

    /// <summary>All settings in the order of their blocks: ("mask.reg-covar", "1E-06").</summary>
    public static IReadOnlyList<(string Key, string Value)> Lines(MorphSettings settings) =>
        [.. Lines(JsonSerializer.SerializeToNode(settings, Kebab)!.AsObject(), "")];

    private static IEnumerable<(string Key, string Value)> Lines(JsonObject block, string prefix) => block.SelectMany(entry => entry.Value switch
    {
        JsonObject inner => Lines(inner, $"{prefix}{entry.Key}."),
        JsonArray list => [(prefix + entry.Key, string.Join(", ", list.Select(item => item?.ToString())))],
        var value => [(prefix + entry.Key, value?.ToString() ?? "")],
    });
}
