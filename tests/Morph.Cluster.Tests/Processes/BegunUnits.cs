using System.Text.RegularExpressions;

namespace Morph.Cluster.Tests.Processes;

/// <summary>What workers say when they begin a unit (<c>akka.loglevel = DEBUG</c>).</summary>
internal static partial class BegunUnits
{
    /// <summary>The units that were begun, each with its run, in order and as often as they were.</summary>
    public static IEnumerable<string> In(IEnumerable<string> lines) => lines.Select(l => Begins().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);

    [GeneratedRegex("(Run [^ ]+: .+) begins, attempt ")]
    private static partial Regex Begins();
}
