using System.CommandLine;
using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph assign</c>: new images through the encoder, the map and the clusters of a finished run; again = resume.</summary>
internal static class AssignCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var model = new Argument<string>("DIR") { Description = "directory of the finished run whose encoder, map and clusters are used" };
        var question = new RunQuestion("morph.load.pattern", "morph.load.channels");
        var directory = CommonOptions.Out("run directory of the assigned images; made when missing, continued when it holds this assignment");
        var device = CommonOptions.Device();
        var seed = CommonOptions.SeedNode("a node of a cluster that does it; without it this machine does");
        var follow = CommonOptions.Follow();
        var retry = CommonOptions.RetryFailed();
        var json = CommonOptions.Json("progress and result as JSON lines");
        var command = new DocumentedCommand(
            "assign", "new images through a finished run: no training, the same map and clusters", "assign DIR IMAGES --out DIR2 [--samples CSV] [options]")
        {
            About = "Puts the next plate through the encoder, the normalisation, the map and the clusters of the finished run in DIR: nothing is trained, and a cluster "
                + "means what it means there. Windows, masks and all else are made with the settings of that run; channels must be the same, in names and order; fields may have another size. "
                + "DIR2 becomes a run directory of its own with masks, embeddings, tables and report, which needs DIR no longer: the same line again continues, 'morph verify DIR2' checks it.\n \n"
                + "Windows that are further from every window of that run than is usual there are told: Novelty above 1 in clusters/windows.parquet, Novel_Share in clusters/fields.csv "
                + "and samples.csv. Their clusters mean little.",
            Examples =
            [
                ("morph assign results plate2 --out plate2-results", "a second plate, named as the first"),
                ("morph assign results plate2 --samples plate2.csv --out plate2-results", "samples from a table"),
            ],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var run = new RunDirectory(parsed.GetValue(directory)
                ?? throw new UsageException("--out is missing: name the run directory of the assigned images, like --out plate2-results.\nSee morph assign --help."));
            var nodes = CommonOptions.SeedNodesOf(parsed, seed, _ => null);
            if (nodes is null && parsed.GetValue(follow))
            {
                throw new UsageException("--follow watches a run of a cluster: name a node of it with --seed-node, or leave --follow out.\nSee morph assign --help.");
            }

            var adopted = await ModelChoice.OfAsync(context.Engine, parsed.GetRequiredValue(model), run, stop);
            RunDirectoryGuard.AcceptModel(run, adopted.Model);
            var configuration = question.Configuration(parsed, adopted.Configuration);
            adopted.Accept(configuration.Settings);
            var plan = question.PlanAssignment(parsed, configuration);
            adopted.Accept(plan.Manifest);
            var isRetry = parsed.GetValue(retry);
            AcceptPlace(run, nodes is null);
            var mayDiffer = isRetry ? await MendedFields.OfAsync(context.Engine, run, stop) : MendedFields.None;
            RunDirectoryGuard.Accept(run, plan.Manifest, configuration.Settings, mayDiffer);
            var isJson = parsed.GetValue(json);
            RunCommand.Announce(context, plan, run, isJson, adopted.Model);
            var order = new RunRequest(
                run.Root, plan.Manifest, configuration.Settings, Stage.Report, CommonOptions.DeviceOf(parsed, device), configuration.Work, CommonOptions.WordsOf(parsed))
            {
                Akka = configuration.Akka,
                Model = adopted.Model,
                SeedNodes = nodes ?? [],
                Retry = isRetry ? context.Clock.GetUtcNow() : null,
            };
            return (int)(nodes is null
                ? await RunExecution.ExecuteAsync(context, order, isJson, RunExecution.Drains, stop)
                : await Submission.ExecuteAsync(context, order, parsed.GetValue(follow), isJson, stop));
        });
        return command.With([model, directory, .. question.Symbols, device, seed, follow, retry, json]);
    }

    private static void AcceptPlace(RunDirectory run, bool isLocal)
    {
        if (isLocal)
        {
            RunDirectoryGuard.AcceptLocal(run);
        }
        else
        {
            RunDirectoryGuard.AcceptCluster(run);
        }
    }
}
