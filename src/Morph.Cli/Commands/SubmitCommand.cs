using System.CommandLine;
using System.Text.Json;
using Morph.Actors.Hosting;
using Morph.Actors.Protocol;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Cli.Progress;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph submit</c>: a run on a cluster.</summary>
internal static class SubmitCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var question = new RunQuestion();
        var directory = CommonOptions.Out("run directory below the one that the cluster's nodes share; made when missing, continued when it holds this run");
        var seed = CommonOptions.SeedNode("a node of the cluster, or several separated by commas: the first that answers is taken");
        var follow = new Option<bool>("--follow") { Description = "stay until the run is done and show how far it is; Ctrl-C ends the watching, not the run" };
        var retry = CommonOptions.RetryFailed();
        var json = CommonOptions.Json("progress and result as JSON lines");
        var command = new DocumentedCommand("submit", "a run on a cluster: returns at once, or with --follow at the end", "submit IMAGES --out DIR --seed-node HOST:PORT [--follow] [options]")
        {
            About = "Reads the image set and the configuration here, as 'morph run' does, leaves both in DIR, and puts the run into the cluster's queue: one run is at work at a time. "
                + "Images and DIR must be seen by every node under the same paths. The same line again continues a run that failed or was cancelled, and repairs what 'morph verify' found damaged.",
            Examples =
            [
                ("morph submit /data/plate --out /runs/plate --seed-node 10.0.0.5:4053", "put it into the queue"),
                ("morph submit /data/plate --out /runs/plate --seed-node 10.0.0.5:4053 --follow", "and watch it"),
            ],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var run = new RunDirectory(parsed.GetValue(directory)
                ?? throw new UsageException("--out is missing: name the run directory, like --out /runs/plate.\nSee morph submit --help."));
            var nodes = CommonOptions.SeedNodesOf(parsed, seed, context.Environment)
                ?? throw new UsageException("--seed-node is missing: name a node of the cluster, like --seed-node 10.0.0.5:4053.\nSee morph submit --help.");
            var plan = question.Plan(parsed);
            RunDirectoryGuard.AcceptCluster(run);
            var isRetry = parsed.GetValue(retry);
            var mayDiffer = isRetry ? await MendedFields.OfAsync(context.Engine, run, stop) : MendedFields.None;
            RunDirectoryGuard.Accept(run, plan.Manifest, plan.Configuration.Settings, mayDiffer);
            var isJson = parsed.GetValue(json);
            RunCommand.Announce(context, plan, run, isJson);
            var order = new RunRequest(
                run.Root, plan.Manifest, plan.Configuration.Settings, Stage.Report, "auto", plan.Configuration.Work, CommonOptions.WordsOf(parsed))
            {
                SeedNodes = nodes,
                Retry = isRetry ? context.Clock.GetUtcNow() : null,
            };
            await using var cluster = await ClusterConnection.OpenAsync(nodes, MorphCommandLine.Version);
            var isFollowed = parsed.GetValue(follow);
            var engine = new ClusterEngine(cluster, context.Engine, isFollowed, accepted => Accepted(context, accepted, run, isJson), context.Clock);
            if (isFollowed)
            {
                return (int)await RunExecution.ExecuteAsync(context with { Engine = engine }, order, isJson, "no longer followed; the run goes on in the cluster.", stop);
            }

            return (int)(await engine.ExecuteAsync(order, new Progress<RunProgress>(), stop)).ExitCode;
        });
        return command.With([directory, seed, follow, .. question.Symbols, retry, json]);
    }

    private static void Accepted(ProgramContext context, RunAccepted accepted, RunDirectory run, bool isJson)
    {
        if (isJson)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { Event = "accepted", accepted.RunId, accepted.Ahead, Run = run.Root }, JsonText.Line));
        }
        else
        {
            context.Output.WriteLine(accepted.Ahead == 0
                ? $"the cluster has it; 'morph status {run.Root}' tells how far it is"
                : $"the cluster has it, behind {ProgressText.Count(accepted.Ahead, "run")}; 'morph status {run.Root}' tells how far it is");
        }
    }
}
