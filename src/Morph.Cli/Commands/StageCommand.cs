using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph mask</c>, <c>train</c>, <c>embed</c>, <c>reduce</c>, <c>cluster</c>, <c>report</c>: a run directory up to and including one stage.</summary>
internal static class StageCommand
{
    private static readonly (Stage Stage, string Summary, string Does)[] Stages =
    [
        (Stage.Mask, "go on up to the masks of cells", "DIR/masks/SAMPLE/FIELD.png"),
        (Stage.Train, "go on up to the trained encoder", "DIR/checkpoints"),
        (Stage.Embed, "go on up to an embedding of each window", "DIR/embeddings"),
        (Stage.Reduce, "go on up to the map of windows", "DIR/reduce"),
        (Stage.Cluster, "go on up to the clusters of windows, fields and samples", "DIR/clusters"),
        (Stage.Report, "go on up to the report: the whole way", "DIR/report/index.html"),
    ];

    /// <summary>Creates the commands of all stages.</summary>
    public static IEnumerable<DocumentedCommand> CreateAll(ProgramContext context) => Stages.Select(s => Create(context, s.Stage, s.Summary, s.Does));

    private static DocumentedCommand Create(ProgramContext context, Stage stage, string summary, string writes)
    {
        var directory = CommonOptions.Directory();
        var config = CommonOptions.Config();
        var device = CommonOptions.Device();
        var json = CommonOptions.Json("progress and result as JSON lines");
        var word = stage.Word();
        var command = new DocumentedCommand(word, summary, $"{word} DIR [options]")
        {
            About = $"Goes on with the run in DIR, with the images and the configuration that it was started with, until the stage {word} is done ({writes}). "
                + "What is done already stays. --config may change the block morph.work only.",
            Examples = [($"morph {word} results", $"results was started with 'morph run IMAGES --out results'")],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var run = RunDirectories.Existing(parsed.GetRequiredValue(directory));
            RunDirectoryGuard.AcceptLocal(run);
            var recorded = RunManifest.Read(run);
            var before = ConfigurationResolver.Reference with { Settings = recorded.Settings };
            var configuration = ConfigurationResolver.Resolve(parsed.GetValue(config), [], before);
            RunDirectoryGuard.AcceptSettings(run, recorded.Settings, configuration.Settings);
            var order = new RunRequest(
                run.Root, StoredManifest(run), configuration.Settings, stage, CommonOptions.DeviceOf(parsed, device), configuration.Work, CommonOptions.WordsOf(parsed))
            {
                Akka = configuration.Akka,
                Model = recorded.Model,
            };
            run.CheckWritable();
            return (int)await RunExecution.ExecuteAsync(context, order, parsed.GetValue(json), RunExecution.Drains, stop);
        });
        return command.With(directory, config, device, json);
    }

    private static Manifest StoredManifest(RunDirectory run)
    {
        var manifest = ManifestFile.Read(run);
        return Directory.Exists(manifest.Root)
            ? manifest
            : throw new ManifestException(
                $"The images of this run were in {manifest.Root}, which is not there any more. "
                + $"If they were moved, '{RunManifest.Read(run).Command}' with the new folder, --out {run.Root} and the other arguments of the run continues it.");
    }
}
