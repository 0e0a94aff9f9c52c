using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Fakes;

/// <summary>A run in memory: its files are what the executors say they wrote, and a test says which are damaged.</summary>
internal sealed class MemoryRunStore(RunDefinition definition) : IRunStore
{
    public HashSet<string> Damaged { get; } = [];

    public static RunReference Reference { get; } = new("test", "/nowhere", Digest.OfTexts("test"));

    public static RunDefinition Definition(int samples, int fields)
    {
        var entries = Enumerable.Range(0, samples).SelectMany(s => Enumerable.Range(0, fields).Select(f => new FieldEntry(
            $"S{s:00}", $"{s:00}{f:000}", [new PlaneFile($"{s:00}{f:000}-DNA.png", 0, 100)], ImmutableSortedDictionary<string, string>.Empty)));
        return new(new("/images", "test", ["DNA"], 256, 256, [.. entries]), MorphSettings.Default);
    }

    public RunDefinition Open(RunReference run) => definition;

    public SampleDefinition OpenSample(RunReference run, string sample) => definition.SampleOf(sample);

    public string? Unseen(RunReference run) => null;

    public IReadOnlyList<ArtifactFault> Audit(RunReference run, IReadOnlyList<ArtifactRecord> artifacts) =>
        [.. artifacts.Where(a => Damaged.Contains(a.Path)).Select(a => new ArtifactFault(a, a.Path, "damaged"))];

    public void RequireUnchangedInputs(RunReference run, UnitLedger ledger)
    {
    }

    public ArtifactRecord WriteInputs(RunReference run, IReadOnlyList<EmbeddingInput> inputs) =>
        new("reduce/inputs.csv", Digest.OfTexts(inputs.Select(i => i.File.Digest.Hex)), 1);

    public void WriteQuarantine(RunReference run, IReadOnlyList<QuarantinedItem> items)
    {
    }

    public void DeleteCheckpoints(RunReference run, Digest trainKey)
    {
    }
}
