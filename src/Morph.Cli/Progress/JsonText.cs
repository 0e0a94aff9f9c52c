using System.Text.Encodings.Web;
using System.Text.Json;

namespace Morph.Cli.Progress;

/// <summary>How <c>--json</c> writes: camel case, nothing escaped that need not be.</summary>
internal static class JsonText
{
    /// <summary>One object on one line.</summary>
    public static JsonSerializerOptions Line { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One object over many lines.</summary>
    public static JsonSerializerOptions Page { get; } = new(Line) { WriteIndented = true, NewLine = "\n" };
}
