using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Morph.Domain.Identity;
using Morph.Domain.Work;

namespace Morph.Actors.Serialization;

/// <summary>The JSON of messages and journal entries: property names as in C#, unknown properties ignored, so formats can grow.</summary>
public static class WireJson
{
    /// <summary>The one set of options; part of the wire format.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new DigestConverter(), new UInt128Converter(), new UnitLedgerConverter(), new JsonStringEnumConverter() },
    };

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: > 0 } hex ? Digest.Parse(hex) : default;

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
    }

    private sealed class UnitLedgerConverter : JsonConverter<UnitLedger>
    {
        public override UnitLedger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new()
        {
            Entries = (JsonSerializer.Deserialize<LedgerLine[]>(ref reader, options) ?? []).ToImmutableDictionary(l => l.Unit, l => l.Entry),
        };

        public override void Write(Utf8JsonWriter writer, UnitLedger value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Entries.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => new LedgerLine(e.Key, e.Value)).ToArray(), options);

        private sealed record LedgerLine(UnitId Unit, UnitEntry Entry);
    }

    private sealed class UInt128Converter : JsonConverter<UInt128>
    {
        public override UInt128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            UInt128.Parse(reader.GetString() ?? "0", CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, UInt128 value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
