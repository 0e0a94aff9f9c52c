using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
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
        var follow = CommonOptions.Follow();
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
            RunDirectoryGuard.AcceptModel(run, null);
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
            return (int)await Submission.ExecuteAsync(context, order, parsed.GetValue(follow), isJson, stop);
        });
        return command.With([directory, seed, follow, .. question.Symbols, retry, json]);
    }
}
