using System.Text.Json;
using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Domain.Runs;

namespace Morph.Cli.Progress;

/// <summary>A live cluster for people, and as JSON.</summary>
internal static class ClusterText
{
    /// <summary>Writes a page.</summary>
    public static void Write(ClusterStatus status, JoinTerms terms, TextWriter output)
    {
        output.WriteLine($"Cluster   {ProgressText.Count(status.Nodes.Length, "node")}, asked at {terms.Node}, morph {terms.Version}");
        output.WriteLine($"Ledger    {terms.Database}");
        output.WriteLine($"Shared    {terms.SharedDirectory}");
        if (status.Runs.IsEmpty)
        {
            output.WriteLine("Runs      none in the queue");
        }

        foreach (var run in status.Runs)
        {
            output.WriteLine($"Run       {run.Directory}: {Describe(run)}");
        }

        var name = status.Nodes.Select(n => n.Node.Length).DefaultIfEmpty(0).Max();
        var roles = status.Nodes.Select(n => string.Join(',', n.Roles).Length).DefaultIfEmpty(0).Max();
        foreach (var node in status.Nodes)
        {
            var rate = node.RatePerSecond > 0 ? $", {ProgressText.Rate(node.RatePerSecond)}" : "";
            output.WriteLine($"  {node.Node.PadRight(name)}  {node.State,-11}  {string.Join(',', node.Roles).PadRight(roles)}  "
                + $"{ProgressText.Count(node.AtWork)} at work, {ProgressText.Count(node.Done, "unit")} done{rate}");
        }

        foreach (var failure in status.Failures)
        {
            output.WriteLine($"  failed: {failure}");
        }
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(ClusterStatus status, JoinTerms terms, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            terms.Version,
            Ledger = terms.Database,
            terms.SharedDirectory,
            Runs = status.Runs.Select(r => new
            {
                r.RunId,
                Run = r.Directory,
                r.Submitted,
                Stage = r.Progress?.Stage.Word(),
                r.Progress?.Done,
                r.Progress?.Total,
                r.Progress?.Unit,
                r.Progress?.RatePerSecond,
                RemainingSeconds = r.Progress?.Remaining?.TotalSeconds,
                Quarantined = r.Progress?.Quarantined ?? 0,
                r.Waiting,
            }),
            Nodes = status.Nodes.Select(n => new { n.Node, n.Roles, n.State, n.AtWork, n.Done, n.RatePerSecond }),
            status.Failures,
        },
        JsonText.Page));

    private static string Describe(RunStatus run) => run switch
    {
        { Progress: { } progress, Waiting.Length: > 0 } => $"{progress.Stage.Word()}, {run.Waiting}",
        { Progress: { } progress } => $"{progress.Stage.Word()}, {ProgressText.Describe(progress)}",
        _ => run.Waiting,
    };
}
