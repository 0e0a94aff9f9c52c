using System.Collections.Frozen;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>Runs in directories that every node sees under the same path.</summary>
public sealed class DirectoryRunStore : IRunStore
{
    private const string ListingExtension = ".files.csv";

    /// <summary>Name of an intermediate checkpoint: the step tells which is the later.</summary>
    public static string CheckpointFile(int step) => FormattableString.Invariant($"step-{step:000000}.ckpt");

    /// <summary>Matches every <see cref="CheckpointFile"/>.</summary>
    public const string CheckpointPattern = "step-*.ckpt";

    private readonly LatestOnly<RunReference, RunDefinition> _opened = new(Read);
    private readonly LatestOnly<RunReference, RunIndex> _indexes = new(ReadIndex);

    /// <summary>Identity of a run: its images, its configuration and the model that it adopted.</summary>
    public static Digest IdentityOf(RunDefinition definition) => IdentityOf(definition.Manifest.Digest, definition.Settings, definition.Model);

    /// <summary>Where a stage lists the files of one unit: the listing's digest in the ledger stands for them all.</summary>
    public static string ListingPath(string folder, string name) => Path.Combine(folder, name + ListingExtension);

    /// <inheritdoc/>
    public RunDefinition Open(RunReference run) => _opened.Of(run);

    /// <inheritdoc/>
    public SampleDefinition OpenSample(RunReference run, string sample)
    {
        var (images, settings, model, ordinals) = _indexes.Of(run);
        var ordinal = ordinals[sample];
        return new(
            images,
            settings,
            sample,
            ordinal,
            model is null && ordinal < settings.Train.TrainedOf(images.Samples.Length),
            ManifestFile.ReadSample(new(run.Directory), images.Samples[ordinal]));
    }

    /// <inheritdoc/>
    public string? Unseen(RunReference run)
    {
        if (!Directory.Exists(run.Directory))
        {
            return $"{run.Directory} is not seen here: is it shared with this node under the same path?";
        }

        try
        {
            // A folder that is not mounted looks like one whose every image was deleted: a few are looked for.
            var images = _indexes.Of(run).Images;
            var probes = new[] { 0, images.Samples.Length / 2, images.Samples.Length - 1 }
                .Select(i => ManifestFile.ReadSample(new(run.Directory), images.Samples[i])[0])
                .Select(f => Path.Combine(images.Root, f.Planes[0].Path));
            return probes.Any(File.Exists) ? null : $"the images in {images.Root} are not seen here: mount that folder on this node under the same path";
        }
        catch (ArtifactException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFault> Audit(RunReference run, IReadOnlyList<ArtifactRecord> artifacts) => Audit(new RunDirectory(run.Directory), artifacts);

    /// <summary>Compares artifacts, and the files that listings among them name, with the ledger's digests. Returns what is wrong.</summary>
    public static IReadOnlyList<ArtifactFault> Audit(RunDirectory directory, IReadOnlyList<ArtifactRecord> artifacts)
    {
        var faults = ArtifactCheck.Check(directory, artifacts).Select(d => new ArtifactFault(d.Artifact, d.Artifact.Path, WordOf(d.Kind))).ToList();
        var damaged = faults.Select(f => f.Artifact).ToHashSet();
        foreach (var listing in artifacts.Where(a => a.Path.EndsWith(ListingExtension, StringComparison.Ordinal) && !damaged.Contains(a)))
        {
            var listed = ListingFile.Read(directory.Absolute(listing.Path));
            faults.AddRange(ArtifactCheck.Check(directory, listed).Select(d => new ArtifactFault(listing, d.Artifact.Path, WordOf(d.Kind))));
        }

        return faults;
    }

    /// <summary>How many files artifacts stand for, listed ones included.</summary>
    public static int CountFiles(RunDirectory directory, IEnumerable<ArtifactRecord> artifacts) => artifacts.Sum(a =>
        a.Path.EndsWith(ListingExtension, StringComparison.Ordinal) && File.Exists(directory.Absolute(a.Path))
            ? 1 + ListingFile.Read(directory.Absolute(a.Path)).Count
            : 1);

    /// <inheritdoc/>
    public void RequireUnchangedInputs(RunReference run, UnitLedger ledger) => InputCheck.RequireUnchanged(run.Directory, Open(run), ledger);

    /// <inheritdoc/>
    public ArtifactRecord WriteInputs(RunReference run, IReadOnlyList<EmbeddingInput> inputs)
    {
        var directory = new RunDirectory(run.Directory);
        var key = Digest.OfTexts(inputs.SelectMany(i => new[] { i.Sample, i.Field, i.File.Path, i.File.Digest.Hex }));
        return ListingFile.Write(directory, Path.Combine(directory.Root, "reduce", $"inputs-{key.Short}.csv"), inputs.Select(i => i.File));
    }

    /// <inheritdoc/>
    public void WriteQuarantine(RunReference run, IReadOnlyList<QuarantinedItem> items) => QuarantineTable.Write(new(run.Directory), items);

    /// <inheritdoc/>
    public void DeleteCheckpoints(RunReference run, Digest trainKey)
    {
        var folder = new RunDirectory(run.Directory).CheckpointFolder(trainKey);
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, CheckpointPattern))
            {
                File.Delete(file);
            }
        }
    }

    private static Digest IdentityOf(Digest images, MorphSettings settings, ModelRun? model) => model is null
        ? Digest.OfTexts(images.Hex, RunManifest.DigestOf(settings).Hex)
        : Digest.OfTexts(images.Hex, RunManifest.DigestOf(settings).Hex, model.Digest.Hex);

    private static RunDefinition Read(RunReference run)
    {
        var index = ReadIndex(run);
        return new(ManifestFile.Read(new(run.Directory)), index.Settings, index.Model);
    }

    private static RunIndex ReadIndex(RunReference run)
    {
        var directory = new RunDirectory(run.Directory);
        if (!RunManifest.Exists(directory))
        {
            throw new ArtifactException($"{directory.Root} holds no run here: is the directory shared with this node under the same path?");
        }

        var (images, recorded) = (ManifestFile.ReadIndex(directory), RunManifest.Read(directory));
        return IdentityOf(images.Digest, recorded.Settings, recorded.Model) == run.Identity
            ? new(images, recorded.Settings, recorded.Model, images.Samples.Select((s, i) => (s.Name, i)).ToFrozenDictionary(s => s.Name, s => s.i))
            : throw new ArtifactException($"{directory.Root} holds another image set, configuration or model than run {run.RunId} was started with.");
    }

    private static string WordOf(DamageKind kind) => kind switch
    {
        DamageKind.Missing => "missing",
        DamageKind.Unreadable => "unreadable",
        DamageKind.Length => "of another length than was written",
        _ => "not the bytes that were written",
    };

    private sealed record RunIndex(ManifestIndex Images, MorphSettings Settings, ModelRun? Model, FrozenDictionary<string, int> Ordinals);
}
