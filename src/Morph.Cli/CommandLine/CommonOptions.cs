using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;

namespace Morph.Cli.CommandLine;

/// <summary>Options and arguments that several commands share; each command makes its own.</summary>
internal static partial class CommonOptions
{
    /// <summary>The image folder.</summary>
    public static Argument<string> Images() =>
        new("IMAGES") { Description = "folder of images, one file per field and channel (or multi-page files); subfolders are searched too" };

    /// <summary>The run directory.</summary>
    public static Argument<string> Directory() => new("DIR") { Description = "directory of a run, as given to 'morph run --out DIR'" };

    /// <summary><c>--out DIR</c>.</summary>
    public static Option<string?> Out(string description) => new("--out") { HelpName = "DIR", Description = description };

    /// <summary><c>--samples CSV</c>.</summary>
    public static Option<string?> Samples() => new("--samples")
    {
        HelpName = "CSV",
        Description = "table that says which field belongs to which sample: columns field,sample and any further ones, or a LoadData table (FileName_DNA, PathName_DNA, Metadata_...)",
    };

    /// <summary><c>--config FILE</c>.</summary>
    public static Option<string?> Config() =>
        new("--config") { HelpName = "FILE", Description = "HOCON file of morph.* keys, laid over the defaults; hocon/morph.conf lists and explains all keys" };

    /// <summary><c>--preset NAME</c>.</summary>
    public static Option<string?> Preset() =>
        new("--preset") { HelpName = string.Join('|', Presets.Names), Description = "defaults of another form of the method, under --config: paper, that of Lu 2023" };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    /// <summary><c>--retry-failed</c>.</summary>
    public static Option<bool> RetryFailed() =>
        new("--retry-failed") { Description = "try again what is in quarantine, after its files were mended; files that could not be read may have changed" };

    /// <summary><c>--device</c>.</summary>
    public static Option<string?> Device() =>
        new("--device") { HelpName = "auto|cpu|cuda:N", Description = "where to compute: auto takes a GPU when the program was built for one and finds it (default auto)" };

    /// <summary><c>--seed-node HOST:PORT</c>.</summary>
    public static Option<string?> SeedNode(string description) => new("--seed-node") { HelpName = "HOST:PORT", Description = description };

    /// <summary><c>--follow</c>.</summary>
    public static Option<bool> Follow() =>
        new("--follow") { Description = "stay until the run is done and show how far it is; Ctrl-C ends the watching, not the run" };

    /// <summary>The nodes asked for; null when neither the option nor the environment names any.</summary>
    /// <exception cref="UsageException">They are not host:port.</exception>
    public static ImmutableArray<string>? SeedNodesOf(ParseResult parsed, Option<string?> option, Func<string, string?> environment)
    {
        var text = parsed.GetValue(option) ?? environment("MORPH_SEED_NODES");
        return string.IsNullOrWhiteSpace(text) ? null
            : NodeValueKinds.SeedNodes.Read(text) is (true, var nodes) ? nodes
            : throw new UsageException($"--seed-node '{text}' is not allowed: it takes {NodeValueKinds.SeedNodes.Allowed}.");
    }

    /// <summary>The device asked for.</summary>
    /// <exception cref="UsageException">It is not auto, cpu or cuda:N.</exception>
    public static string DeviceOf(ParseResult parsed, Option<string?> option)
    {
        var device = parsed.GetValue(option) ?? "auto";
        return DeviceForm().IsMatch(device)
            ? device
            : throw new UsageException($"--device '{device}' is not allowed: it takes auto, cpu or cuda:N with N the number of the GPU, from 0.");
    }

    /// <summary>The words of the command line, for the record.</summary>
    public static ImmutableArray<string> WordsOf(ParseResult parsed) => [.. parsed.Tokens.Select(t => t.Value).Prepend("morph")];

    [GeneratedRegex(@"^(auto|cpu|cuda:\d{1,2})$")]
    private static partial Regex DeviceForm();
}
