using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>Where the files of runs are: a shared directory today, an object store or a test's memory as well.</summary>
public interface IRunStore
{
    /// <summary>What a run analyses and how.</summary>
    /// <exception cref="Domain.Errors.MorphException">The run is not there, is damaged, or is not the one the reference means.</exception>
    RunDefinition Open(RunReference run);

    /// <summary>What a run analyses of one sample, for those who need no more of it.</summary>
    /// <exception cref="Domain.Errors.MorphException">The run is not there, is damaged, or is not the one the reference means.</exception>
    SampleDefinition OpenSample(RunReference run, string sample);

    /// <summary>What of a run this node does not see, in words; null when it sees its directory and its images.</summary>
    string? Unseen(RunReference run);

    /// <summary>Compares artifacts, and the files that listings among them name, with the ledger's digests. Returns what is wrong.</summary>
    IReadOnlyList<ArtifactFault> Audit(RunReference run, IReadOnlyList<ArtifactRecord> artifacts);

    /// <summary>Are the images still those that the run has read?</summary>
    /// <exception cref="Domain.Errors.ConfigurationException">They were modified since; the message names one.</exception>
    void RequireUnchangedInputs(RunReference run, UnitLedger ledger);

    /// <summary>Writes the listing of the files that a reduction reads; its path carries its digest.</summary>
    ArtifactRecord WriteInputs(RunReference run, IReadOnlyList<EmbeddingInput> inputs);

    /// <summary>Writes the table of items that were given up, for people and for the report.</summary>
    void WriteQuarantine(RunReference run, IReadOnlyList<QuarantinedItem> items);

    /// <summary>Deletes the intermediate checkpoints of a training whose model is in the ledger.</summary>
    void DeleteCheckpoints(RunReference run, Digest trainKey);

    /// <summary>Does what takes long with the files of a run while the actor that asks goes on. A store in memory may do it at once.</summary>
    Task<T> AsideAsync<T>(Func<T> work) => Task.Run(work);
}

/// <summary>What a run analyses and how.</summary>
/// <param name="Manifest">The image set.</param>
/// <param name="Settings">The resolved configuration.</param>
/// <param name="Model">The run whose encoder, map and clusters are used; null for a run that trains its own.</param>
public sealed record RunDefinition(Manifest Manifest, MorphSettings Settings, ModelRun? Model = null)
{
    private readonly Lazy<FrozenDictionary<(string Sample, string Field), FieldEntry>> _fields =
        new(() => Manifest.Fields.ToFrozenDictionary(f => (f.Sample, f.Field)));

    private readonly Lazy<FrozenDictionary<string, SampleDefinition>> _samples = new(() =>
    {
        var samples = Manifest.Fields.GroupBy(f => f.Sample).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        var trained = Model is null ? Settings.Train.TrainedOf(samples.Count) : 0;
        return samples.Select((s, i) => new SampleDefinition(Manifest, Settings, s.Key, i, i < trained, [.. s])).ToFrozenDictionary(s => s.Sample);
    });

    private readonly ConcurrentDictionary<RunReference, RunPlanner> _planners = [];

    /// <summary>Plans the units of the run; one planner serves all who ask, since making it goes through every field.</summary>
    public RunPlanner PlannerOf(RunReference run) => _planners.GetOrAdd(run, r => new(Manifest, Settings, r, Model));

    /// <summary>A field of the manifest.</summary>
    /// <exception cref="KeyNotFoundException">The manifest has no such field.</exception>
    public FieldEntry Field(string sample, string field) => _fields.Value[(sample, field)];

    /// <summary>The part of one sample, for a store that has the whole in memory anyway.</summary>
    /// <exception cref="KeyNotFoundException">The manifest has no such sample.</exception>
    public SampleDefinition SampleOf(string sample) => _samples.Value[sample];
}

/// <summary>What a run analyses of one sample, and how: a node that works on fields and samples keeps no more, however large the set.</summary>
/// <param name="Images">What is the same for all fields.</param>
/// <param name="Settings">The resolved configuration.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Ordinal">Its place among all samples, from 0.</param>
/// <param name="InTraining">Whether the encoder is trained on it.</param>
/// <param name="Fields">All its fields, in the manifest's order.</param>
public sealed record SampleDefinition(
    IImageSet Images, MorphSettings Settings, string Sample, int Ordinal, bool InTraining, ImmutableArray<FieldEntry> Fields)
{
    /// <summary>A field of the sample.</summary>
    /// <exception cref="KeyNotFoundException">The sample has no such field.</exception>
    public FieldEntry Field(string field) =>
        Fields.FirstOrDefault(f => f.Field == field) ?? throw new KeyNotFoundException($"Sample {Sample} has no field {field}.");

    /// <summary>The fields but for some.</summary>
    public IEnumerable<FieldEntry> Without(LeftOut without) => Fields.Where((_, i) => !without.Contains(i));
}

/// <summary>One artifact that is not as the ledger says.</summary>
/// <param name="Artifact">The ledger's record.</param>
/// <param name="Path">The file at fault: the artifact, or a file that it lists.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record ArtifactFault(ArtifactRecord Artifact, string Path, string Reason);

/// <summary>One embedding file that a reduction reads.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Field">The field.</param>
/// <param name="File">The file.</param>
public sealed record EmbeddingInput(string Sample, string Field, ArtifactRecord File);
