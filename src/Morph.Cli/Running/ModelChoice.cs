using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Engine;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Running;

/// <summary>The run whose model is to be adopted, and what images and settings must fit it.</summary>
/// <param name="Model">The run and its files.</param>
/// <param name="Settings">The configuration it was made with.</param>
/// <param name="Channels">The channels its encoder takes, in order.</param>
internal sealed record ModelChoice(ModelRun Model, MorphSettings Settings, ImmutableArray<string> Channels)
{
    /// <summary>The settings that decide how the images are read and what the page shows; all others are the model's.</summary>
    private static readonly string[] FreeBlocks = ["morph.load", "morph.report"];

    /// <summary>The configuration that assigned images have unless more is said: the model's.</summary>
    public RunConfiguration Configuration => ConfigurationResolver.Reference with { Settings = Settings with { Load = Settings.Load with { Channels = Channels } } };

    /// <summary>Finds the model in a finished run; or, when that run is no longer there, in the directory that has adopted it.</summary>
    /// <param name="engine">Reads ledgers.</param>
    /// <param name="path">The model's run directory, as given.</param>
    /// <param name="target">The directory of the assigned images.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ConfigurationException">There is no finished run, or its files are not those of its ledger.</exception>
    public static async Task<ModelChoice> OfAsync(IRunEngine engine, string path, RunDirectory target, CancellationToken cancellation)
    {
        if (!Directory.Exists(path) && RunManifest.Exists(target) && RunManifest.Read(target) is { Model: { } adopted } own && adopted.Directory == new RunDirectory(path).Root)
        {
            return new(adopted, own.Settings, own.Channels);
        }

        var run = Commands.RunDirectories.Existing(path);
        var recorded = RunManifest.Read(run);
        if (recorded.Model is { } first)
        {
            throw new ConfigurationException($"{run.Root} has no model of its own: its images were assigned to the run in {first.Directory}. Name that one.");
        }

        var ledger = await engine.ReadLedgerAsync(run.Root, cancellation);
        if (!ledger.Finished)
        {
            throw new ConfigurationException($"{run.Root} is no finished run: '{recorded.Command}' with the same arguments continues it, 'morph status {run.Root}' tells how far it is.");
        }

        ArtifactRecord File(string folder, string name) => ledger.Artifacts.FirstOrDefault(a => a.Path.StartsWith(folder + '/', StringComparison.Ordinal) && a.Path.EndsWith('/' + name))
            ?? throw new ConfigurationException(
                $"{run.Root} has no {name} that other images could be assigned by: an earlier version of morph made it. '{recorded.Command}' with the same arguments adds what is missing.");
        var model = new ModelRun(run.Root, recorded.RunId, File("checkpoints", "best.ckpt"), File("checkpoints", "losses.csv"), File("clusters", "windows.parquet"), File("clusters", "mixture.json"));
        return ArtifactCheck.Check(run, model.Files, cancellation).FirstOrDefault() is { } damage
            ? throw new ConfigurationException($"{run.Root} is damaged: {damage.Reason} '{recorded.Command}' with the same arguments makes the file anew.")
            : new(model, recorded.Settings, recorded.Channels);
    }

    /// <summary>Refuses a configuration under which the model's figures would mean something else.</summary>
    /// <exception cref="ConfigurationException">A key outside the blocks that may differ has another value than the model's run.</exception>
    public void Accept(MorphSettings asked)
    {
        if (SettingKeys.All.FirstOrDefault(k => k.DecidesResults && !FreeBlocks.Any(k.IsIn) && Of(k, Settings) != Of(k, asked)) is { } key)
        {
            throw new ConfigurationException(
                $"The run in {Model.Directory} was made with {key.Path} = {Of(key, Settings)}, but {Of(key, asked)} is asked for: images are assigned with the "
                + $"settings of that run, so leave {SettingOptions.OptionOf(key.Path) ?? key.Path} out.");
        }
    }

    /// <summary>Refuses images whose channels are not those of the model.</summary>
    /// <exception cref="ManifestException">Names or order differ.</exception>
    public void Accept(Manifest images)
    {
        if (!images.Channels.SequenceEqual(Channels, StringComparer.OrdinalIgnoreCase))
        {
            throw new ManifestException(
                $"The encoder of {Model.Directory} takes the channels {string.Join(", ", Channels)}, in this order; these images have {string.Join(", ", images.Channels)}. "
                + "Leave --channels out to take the right ones, or name the channels of the files with --pattern or --samples as that run did.");
        }
    }

    private static string Of(SettingKey key, MorphSettings settings) => key.Read(RunConfiguration.Default with { Settings = settings });
}
