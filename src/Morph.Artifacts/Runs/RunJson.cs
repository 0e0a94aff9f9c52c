using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Runs;

/// <summary>
/// JSON as a run directory holds it: indented, camel case, enumerations by name, unknown fields passed over, so that a file of a newer
/// version can be read. Read by reflection: generated readers would give a key that an older file lacks 0 instead of its default.
/// </summary>
internal static class RunJson
{
    /// <summary>The options all files share.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new DigestConverter() },
    };

    /// <summary>Writes a value and a line end.</summary>
    public static void Write<T>(Stream output, T value)
    {
        JsonSerializer.Serialize(output, value, Options);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file, Options) ?? throw new JsonException("it holds nothing.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactException($"{path} is missing: {Path.GetDirectoryName(path)} is not the directory of a run, or its run never started.", failure);
        }
        catch (Exception failure) when (failure is JsonException or IOException or NotSupportedException)
        {
            throw new ArtifactException(
                $"{path} is damaged: {failure.Message} Run the same 'morph run' command with the same --out again: it writes the file anew.", failure);
        }
    }

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var hex = reader.GetString();
            return hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Digest.Parse(hex)
                : string.IsNullOrEmpty(hex) ? default
                : throw new JsonException($"'{hex}' is not a digest.");
        }

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
    }
}
