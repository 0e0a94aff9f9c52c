using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Running;

/// <summary>Decides whether a run may use a directory: a new one, or the one of the same run. What <c>run.json</c> recorded is the truth.</summary>
internal static class RunDirectoryGuard
{
    /// <summary>What a directory may hold before the journal is made, if a run was killed just then.</summary>
    private static readonly string[] OwnNames = [".lock", "run.json", "manifest.json", "fields.jsonl"];

    /// <summary>Accepts a directory for a run, made and proved writable.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="manifest">The images asked for.</param>
    /// <param name="settings">The configuration asked for.</param>
    /// <param name="mayDiffer">Fields whose files may be others than the recorded ones.</param>
    /// <exception cref="ConfigurationException">It belongs to something else or cannot be written to; the message names what differs.</exception>
    public static void Accept(RunDirectory run, Manifest manifest, MorphSettings settings, MendedFields mayDiffer)
    {
        if (File.Exists(run.Root))
        {
            throw new ConfigurationException($"{run.Root} is a file; choose a directory with --out.");
        }

        if (IsInside(run.Root, manifest.Root))
        {
            throw new ConfigurationException(
                $"The output directory {run.Root} lies inside the image folder {manifest.Root}, where its masks would be taken for images; choose another with --out.");
        }

        if (Recorded(run) is { } recorded)
        {
            AcceptSameRun(run, recorded, manifest, settings, mayDiffer);
        }
        else if (!File.Exists(run.JournalFile) && Directory.Exists(run.Root) && Directory.EnumerateFileSystemEntries(run.Root).FirstOrDefault(IsForeign) is { } foreign)
        {
            throw new ConfigurationException(
                $"{run.Root} is not empty and not the directory of a run (it holds {Path.GetFileName(foreign)}); choose a new directory with --out.");
        }

        run.CheckWritable();
    }

    /// <summary>Accepts a directory for this machine.</summary>
    /// <exception cref="ConfigurationException">A cluster does its run.</exception>
    public static void AcceptLocal(RunDirectory run)
    {
        if (Recorded(run) is { SeedNodes: { IsEmpty: false } nodes })
        {
            throw new ConfigurationException(
                $"{run.Root} is a run of the cluster at {string.Join(',', nodes)}, which has its ledger. Continue it there: 'morph submit' with the arguments of the run and --seed-node {nodes[0]}.");
        }
    }

    /// <summary>Accepts a directory for a cluster.</summary>
    /// <exception cref="ConfigurationException">Its run was begun on one machine.</exception>
    public static void AcceptCluster(RunDirectory run)
    {
        if (File.Exists(run.JournalFile))
        {
            throw new ConfigurationException(
                $"{run.Root} is a run of one machine, which has its ledger in {Path.GetFileName(run.JournalFile)}. Continue it with 'morph run', or choose another directory with --out.");
        }
    }

    /// <summary>Accepts a directory for images that are assigned to a run, or for a run with an encoder of its own.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="asked">The run that the images are assigned to; null for a run that trains its own encoder.</param>
    /// <exception cref="ConfigurationException">The directory holds the other, or images that are assigned to another model.</exception>
    public static void AcceptModel(RunDirectory run, ModelRun? asked)
    {
        if (Recorded(run) is { } recorded && recorded.Model?.Digest != asked?.Digest)
        {
            throw new ConfigurationException((recorded.Model, asked) switch
            {
                (null, _) => $"{run.Root} holds a run with an encoder of its own: 'morph run' continues it. To assign the images, choose another directory with --out.",
                ({ } model, null) => $"{run.Root} holds images that are assigned to the run in {model.Directory}: 'morph assign {model.Directory} IMAGES --out {run.Root}' "
                    + "continues it. For a run with an encoder of its own, choose another directory with --out.",
                ({ } model, _) => $"{run.Root} holds images that are assigned to another model, that of run {model.RunId} in {model.Directory}, than the one that is in {asked.Directory} now. "
                    + "To continue, name that run as it was; to assign the images to the present one, choose another directory with --out.",
            });
        }
    }

    /// <summary>Accepts settings for a run that was started before.</summary>
    /// <exception cref="ConfigurationException">They differ from the recorded ones; the message names the first key that does.</exception>
    public static void AcceptSettings(RunDirectory run, MorphSettings recorded, MorphSettings asked)
    {
        if (SettingKeys.FirstDifference(recorded, asked) is { } key)
        {
            var before = key.Read(RunConfiguration.Default with { Settings = recorded });
            var now = key.Read(RunConfiguration.Default with { Settings = asked });
            var option = SettingOptions.OptionOf(key.Path) is { } name ? $"give {name} {Quoted(before)}" : $"set {key.Path} = {Quoted(before)}";
            throw new ConfigurationException(
                $"{run.Root} holds a run with {key.Path} = {Quoted(before)}, but {Quoted(now)} is asked for. "
                + $"To continue that run, {option}; for a new run, choose another directory with --out.");
        }
    }

    /// <summary>What was recorded; null when nothing was, or when the record is damaged: then the ledger tells whether it is the same run.</summary>
    private static RunManifest? Recorded(RunDirectory run)
    {
        try
        {
            return RunManifest.Exists(run) ? RunManifest.Read(run) : null;
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    private static void AcceptSameRun(RunDirectory run, RunManifest recorded, Manifest manifest, MorphSettings settings, MendedFields mayDiffer)
    {
        if (recorded.ManifestDigest != manifest.Digest && Difference(run, recorded, manifest, mayDiffer) is { } difference)
        {
            throw new ConfigurationException(
                $"{run.Root} holds a run over other images: {difference}. "
                + "To continue that run, give the same images and table (--retry-failed lets files differ that could not be read); for a new run, choose another directory with --out.");
        }

        AcceptSettings(run, recorded.Settings, settings);
    }

    private static string? Difference(RunDirectory run, RunManifest recorded, Manifest manifest, MendedFields mayDiffer) =>
        RecordedManifest(run) is { } before ? ManifestDifference.First(mayDiffer.In(before, manifest), manifest) : $"they were in {recorded.ImagesRoot}";

    private static Manifest? RecordedManifest(RunDirectory run)
    {
        try
        {
            return File.Exists(run.ManifestFile) ? ManifestFile.Read(run) : null;
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    private static bool IsForeign(string entry) =>
        Path.GetFileName(entry) is var name && !OwnNames.Contains(name) && !(name.StartsWith('.') && name.EndsWith(".morph-tmp", StringComparison.Ordinal));

    private static bool IsInside(string directory, string folder) =>
        (directory + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Quoted(string value) => value.Length == 0 ? "\"\"" : value;
}
