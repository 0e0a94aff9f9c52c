using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Planning;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Imaging.Manifests;
using Morph.Imaging.Simulate;

namespace Morph.Cli.Commands;

/// <summary><c>morph demo</c>: simulate and run at a small size.</summary>
internal static class DemoCommand
{
    private const string DefaultFolder = "morph-demo";

    /// <summary>Small enough for a few minutes on two cores, large enough to see the phenotypes apart.</summary>
    private static readonly SimulationOptions Cells = new(Samples: 7, Fields: 3, Seed: 1, Height: 512, Width: 512);

    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Out($"folder for images and results (default {DefaultFolder})");
        var device = CommonOptions.Device();
        var command = new DocumentedCommand("demo", "simulate cells and run the whole way at a small size, in a few minutes", "demo [--out DIR] [--device D]")
        {
            About = $"Simulates {Cells.Samples} samples of {Cells.Fields} fields, runs every stage with a short training, and ends with the path of the report. "
                + "The same line again continues after a stop, and does nothing when all is done.",
            Examples = [("morph demo", $"in ./{DefaultFolder}"), ("morph demo --out /tmp/demo", "somewhere else")],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var target = CommonOptions.DeviceOf(parsed, device);
            var folder = Path.GetFullPath(parsed.GetValue(directory) ?? DefaultFolder);
            var images = Path.Combine(folder, "images");
            SimulateCommand.Simulate(context, images, Cells, stop);
            var plan = PlanOf(images);
            var run = new RunDirectory(Path.Combine(folder, "results"));
            RunDirectoryGuard.Accept(run, plan.Manifest, plan.Configuration.Settings, MendedFields.None);
            RunCommand.Announce(context, plan, run, json: false);
            var order = new RunRequest(
                run.Root, plan.Manifest, plan.Configuration.Settings, Stage.Report, target, plan.Configuration.Work, CommonOptions.WordsOf(parsed))
            {
                Akka = plan.Configuration.Akka,
            };
            var code = await RunExecution.ExecuteAsync(context, order, json: false, RunExecution.Drains, stop);
            if (code is ExitCode.Done or ExitCode.Quarantined)
            {
                context.Output.WriteLine(run.ReportPage);
            }

            return (int)code;
        });
        return command.With(directory, device);
    }

    private static RunPlan PlanOf(string images)
    {
        var settings = ConfigurationResolver.Reference.Settings;
        var configuration = ConfigurationResolver.Reference with
        {
            Settings = settings with
            {
                Train = settings.Train with { Iterations = 100 },
                Reduce = settings.Reduce with { Top = 50 },
                Report = settings.Report with { Title = "Morph demo: simulated cells" },
            },
        };
        var reading = ManifestReader.Read(images, Path.Combine(images, "samples.csv"), configuration.Settings.Load, configuration.Settings.Train.Window);
        return RunPlan.Of(reading.Manifest, configuration, reading.Warnings);
    }
}
