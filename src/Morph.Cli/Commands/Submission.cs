using System.Text.Json;
using Morph.Actors.Hosting;
using Morph.Actors.Protocol;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Cli.Progress;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary>Puts a run into the queue of a cluster.</summary>
internal static class Submission
{
    /// <summary>Submits it.</summary>
    /// <param name="context">The outside world.</param>
    /// <param name="order">What to run, with the nodes that are asked.</param>
    /// <param name="follow">Whether to stay to its end.</param>
    /// <param name="json">Whether to write JSON lines instead of text.</param>
    /// <param name="stop">Ends the watching.</param>
    public static async Task<ExitCode> ExecuteAsync(ProgramContext context, RunRequest order, bool follow, bool json, CancellationToken stop)
    {
        await using var cluster = await ClusterConnection.OpenAsync(order.SeedNodes, MorphCommandLine.Version);
        var engine = new ClusterEngine(cluster, context.Engine, follow, accepted => Accepted(context, accepted, order.RunDirectory, json), context.Clock);
        return follow
            ? await RunExecution.ExecuteAsync(context with { Engine = engine }, order, json, "no longer followed; the run goes on in the cluster.", stop)
            : (await engine.ExecuteAsync(order, new Progress<RunProgress>(), stop)).ExitCode;
    }

    private static void Accepted(ProgramContext context, RunAccepted accepted, string run, bool json)
    {
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { Event = "accepted", accepted.RunId, accepted.Ahead, Run = run }, JsonText.Line));
        }
        else
        {
            context.Output.WriteLine(accepted.Ahead == 0
                ? $"the cluster has it; 'morph status {run}' tells how far it is"
                : $"the cluster has it, behind {ProgressText.Count(accepted.Ahead, "run")}; 'morph status {run}' tells how far it is");
        }
    }
}
