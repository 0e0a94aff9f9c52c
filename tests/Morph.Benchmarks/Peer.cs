using System.Diagnostics;
using System.Text.Json;

namespace Morph.Benchmarks;

/// <summary>Runs a peer's script of <c>peers/</c> with Debian's Python and reads its measurement.</summary>
internal static class Peer
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The measurement, or null with the reason if the peer cannot run here.</summary>
    public static (Measurement? Result, string Reason) Run(string script, params string[] arguments)
    {
        var (answer, reason) = Ask(script, arguments);
        return answer is { } json
            ? (new(json.GetProperty("seconds").GetDouble(), json.TryGetProperty("quality", out var quality) && quality.ValueKind == JsonValueKind.Number ? quality.GetDouble() : 0), "")
            : (null, reason);
    }

    /// <summary>What the peer prints, or null with the reason if it cannot run here.</summary>
    public static (JsonElement? Answer, string Reason) Ask(string script, params string[] arguments)
    {
        if (!File.Exists(Python))
        {
            return (null, $"{Python} is not here");
        }

        using var process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(Folder(), script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            return (null, errors.Result.Trim().Split('\n')[^1] + " (apt-get install python3-torch python3-sklearn umap-learn)");
        }

        return (JsonDocument.Parse(output).RootElement, "");
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Morph.Actors.sln")))
            {
                return Path.Combine(at.FullName, "tests", "Morph.Benchmarks", "peers");
            }
        }

        throw new InvalidOperationException("The benchmarks do not lie inside the repository.");
    }
}
