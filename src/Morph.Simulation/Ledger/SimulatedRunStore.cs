using System.Collections.Immutable;
using System.Globalization;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Simulation.Ledger;

/// <summary>The shared directory: an image set of nothing but names, and files that are always as the ledger says.</summary>
/// <param name="options">How large the set is.</param>
internal sealed class SimulatedRunStore(SimulationOptions options) : IRunStore
{
    private readonly RunDefinition _definition = new(new("/images", "simulated", ["DNA"], 512, 512, Entries(options)), MorphSettings.Default);

    /// <summary>The run.</summary>
    public static RunReference Reference { get; } = new("simulated", "/runs/simulated", Digest.OfTexts("simulated"));

    /// <inheritdoc/>
    public RunDefinition Open(RunReference run) => _definition;

    /// <inheritdoc/>
    public SampleDefinition OpenSample(RunReference run, string sample) => _definition.SampleOf(sample);

    /// <inheritdoc/>
    public string? Unseen(RunReference run) => null;

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFault> Audit(RunReference run, IReadOnlyList<ArtifactRecord> artifacts) => [];

    /// <inheritdoc/>
    public void RequireUnchangedInputs(RunReference run, UnitLedger ledger)
    {
    }

    /// <inheritdoc/>
    public ArtifactRecord WriteInputs(RunReference run, IReadOnlyList<EmbeddingInput> inputs) =>
        new("reduce/inputs.csv", Digest.OfTexts(inputs.Select(i => i.File.Digest.Hex)), 1);

    /// <inheritdoc/>
    public void WriteQuarantine(RunReference run, IReadOnlyList<QuarantinedItem> items)
    {
    }

    /// <inheritdoc/>
    public void DeleteCheckpoints(RunReference run, Digest trainKey)
    {
    }

    /// <inheritdoc/>
    public Task<T> AsideAsync<T>(Func<T> work) => Task.FromResult(work());

    private static ImmutableArray<FieldEntry> Entries(SimulationOptions options) =>
        [.. Enumerable.Range(0, options.Fields).Select(f => new FieldEntry(
            string.Create(CultureInfo.InvariantCulture, $"S{f / options.FieldsPerSample:00000}"),
            string.Create(CultureInfo.InvariantCulture, $"{f:0000000}"),
            [new(string.Create(CultureInfo.InvariantCulture, $"{f:0000000}-DNA.png"), 0, 1)],
            ImmutableSortedDictionary<string, string>.Empty))];
}

/// <summary>Leaves no record; tells how the execution ended.</summary>
internal sealed class SimulatedRecorder : IRunRecorder
{
    /// <inheritdoc/>
    public Task<RunFinished> RecordAsync(StartRun start, RunEnded ended) => Task.FromResult(new RunFinished(
        start.Run.RunId,
        ended.End switch { RunEnd.Done => ExitCode.Done, RunEnd.Interrupted => ExitCode.Interrupted, _ => ExitCode.Failed },
        ended.Reason,
        ended.UnitsDone));
}
