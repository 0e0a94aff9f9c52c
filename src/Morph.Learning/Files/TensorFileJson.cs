using System.Text.Json;
using System.Text.Json.Serialization;

namespace Morph.Learning.Files;

/// <summary>How descriptions are written as JSON: the same value gives the same bytes; unknown keys of newer writers are passed over.</summary>
internal static class TensorFileJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
