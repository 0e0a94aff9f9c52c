using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Planning;
using Morph.Cli.Progress;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph run</c>: the whole way; again = resume.</summary>
internal static class RunCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var question = new RunQuestion();
        var directory = CommonOptions.Out("run directory; made when missing, continued when it holds this run");
        var device = CommonOptions.Device();
        var retry = CommonOptions.RetryFailed();
        var json = CommonOptions.Json("progress and result as JSON lines");
        var command = new DocumentedCommand("run", "the whole way from images to the report; the same line again continues", "run IMAGES --out DIR [--samples CSV] [options]")
        {
            About = "Loads, masks, trains, embeds, reduces, clusters and reports. Stop it at any time, with Ctrl-C or kill -9: the same line again continues, and nothing that is done is done again. "
                + "A directory keeps the images and the configuration it was started with and refuses others (exit code 3).\n \n"
                + "An image that cannot be read, hangs or crashes is put into quarantine with the reason, and the run goes on without it (exit code 4); --retry-failed tries it again. "
                + "'morph plan IMAGES' shows beforehand how the images are understood.",
            Examples =
            [
                ("morph run images --out results", "the whole way; again to continue"),
                ("morph run images --samples samples.csv --out results --iterations 300", "samples from a table, a short training"),
                ("morph run images --out results --retry-failed", "after mending what quarantine.csv names"),
                ("morph run images --out results --clusters auto --config my.conf", "number of clusters by BIC, other keys from a file"),
            ],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var target = CommonOptions.DeviceOf(parsed, device);
            var run = new RunDirectory(parsed.GetValue(directory)
                ?? throw new UsageException("--out is missing: name the run directory, like --out results.\nSee morph run --help."));
            RunDirectoryGuard.AcceptModel(run, null);
            var plan = question.Plan(parsed);
            RunDirectoryGuard.AcceptLocal(run);
            var isRetry = parsed.GetValue(retry);
            var mayDiffer = isRetry ? await MendedFields.OfAsync(context.Engine, run, stop) : MendedFields.None;
            RunDirectoryGuard.Accept(run, plan.Manifest, plan.Configuration.Settings, mayDiffer);
            var isJson = parsed.GetValue(json);
            Announce(context, plan, run, isJson);
            var order = new RunRequest(
                run.Root, plan.Manifest, plan.Configuration.Settings, Stage.Report, target, plan.Configuration.Work, CommonOptions.WordsOf(parsed))
            {
                Akka = plan.Configuration.Akka,
                Retry = isRetry ? context.Clock.GetUtcNow() : null,
            };
            return (int)await RunExecution.ExecuteAsync(context, order, isJson, RunExecution.Drains, stop);
        });
        return command.With([directory, .. question.Symbols, device, retry, json]);
    }

    /// <summary>Says in two lines what begins; warnings go to standard error.</summary>
    public static void Announce(ProgramContext context, RunPlan plan, RunDirectory run, bool json, ModelRun? model = null)
    {
        foreach (var warning in plan.Warnings)
        {
            context.Error.WriteLine($"morph: warning: {warning}");
        }

        if (!json)
        {
            context.Output.WriteLine($"{ProgressText.Count(plan.Fields, "field")} of {ProgressText.Count(plan.Samples.Count, "sample")}, "
                + $"{string.Join(", ", plan.Manifest.Channels)}, {(model is null ? ProgressText.Count(plan.Steps, "training step") : $"the model of {model.Directory}")}, {ProgressText.Count(plan.Windows, "window")}");
            context.Output.WriteLine($"{(RunManifest.Exists(run) ? "continues" : "begins")} in {run.Root}");
        }
    }
}
