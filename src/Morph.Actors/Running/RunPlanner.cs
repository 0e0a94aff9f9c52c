using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Morph.Actors.Serialization;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>
/// Which units a run has, what each depends on, and therefore its key. Pure: the same manifest, settings and ledger give the same orders.
/// Every key starts with the stage's name and the version of its computation, so that a changed computation never reuses old results.
/// </summary>
public sealed class RunPlanner(Manifest manifest, MorphSettings settings, RunReference run, ModelRun? model = null)
{
    private readonly ILookup<string, FieldEntry> _fields = manifest.Fields.ToLookup(f => f.Sample);

    /// <summary>What a field's later stages depend on is asked for many times, and its key is a digest: it is made once.</summary>
    private readonly ConcurrentDictionary<FieldEntry, WorkOrder> _loads = new(ReferenceEqualityComparer.Instance);

    /// <summary>Sample names in ordinal order.</summary>
    public ImmutableArray<string> Samples { get; } = manifest.Samples;

    /// <summary>The samples whose figures train the encoder; the others, the last in order, are held out.</summary>
    public ImmutableArray<string> TrainingSamples => Samples[..settings.Train.TrainedOf(Samples.Length)];

    /// <summary>The order to read a field.</summary>
    public WorkOrder Load(FieldEntry field) => _loads.GetOrAdd(field, f => new(
        new(Stage.Load, f.Sample, f.Field),
        Digest.OfTexts(f.Planes.SelectMany(p => new[] { p.Path, Text(p.Page), Text(p.Length) }).Prepend("load/1")),
        run,
        new LoadTask()));

    /// <summary>The orders to read every field.</summary>
    public IEnumerable<WorkOrder> Loads() => manifest.Fields.Select(Load);

    /// <summary>The fields of a sample that were read well.</summary>
    public IEnumerable<FieldEntry> Loaded(string sample, UnitLedger ledger) => _fields[sample].Where(f => FactsOf(f, ledger) is not null);

    /// <summary>The order to mask a sample; null when none of its fields could be read.</summary>
    public WorkOrder? Mask(string sample, UnitLedger ledger)
    {
        var loaded = Loaded(sample, ledger).ToList();
        return loaded.Count == 0 ? null : new(
            new(Stage.Mask, sample),
            Digest.OfTexts(["mask/1", Json(settings.Mask), Text(settings.Seed), .. loaded.SelectMany(f => new[] { f.Field, FactsOf(f, ledger)!.Content.Hex })]),
            run,
            new MaskTask(Without(sample, ledger)));
    }

    /// <summary>The fields of a sample that are masked: what later stages work on.</summary>
    public IEnumerable<FieldEntry> Usable(string sample, UnitLedger ledger) => MasksOf(sample, ledger) is null ? [] : Loaded(sample, ledger);

    /// <summary>The committed masks of a sample, or null.</summary>
    public UnitResult? MasksOf(string sample, UnitLedger ledger) =>
        Mask(sample, ledger) is { } order ? ledger.ResultOf(order.Unit, order.Key) : null;

    /// <summary>The order to train.</summary>
    /// <exception cref="StageException">Fewer than two training samples are left.</exception>
    public WorkOrder Train(UnitLedger ledger, Func<Digest, TrainingCheckpoint?> checkpointOf)
    {
        var training = UsableTrainingSamples(ledger);
        if (training.Count < 2)
        {
            throw new StageException(
                $"Training contrasts samples and needs two; {training.Count} of {TrainingSamples.Length} training samples are left after quarantine. " +
                "See quarantine.csv for the reasons, mend those files, and run the same command with --retry-failed.");
        }

        var normalisation = Normalisation.From([.. manifest.Channels.Select((_, c) => training
            .SelectMany(s => Usable(s, ledger))
            .Select(f => FactsOf(f, ledger)!.Channels[c])
            .Aggregate((a, b) => a + b))]);
        var decisive = settings.Train with { CheckpointEvery = 0, Iterations = settings.Train.StepsOf(training.Count), Epochs = 0 };
        var key = Digest.OfTexts([
            "train/1", Json(decisive), Text(settings.Seed), Json(normalisation), .. manifest.Channels,
            .. Samples.SelectMany(s => new[] { s, MasksOf(s, ledger)?.Digest.Hex ?? "" }),
        ]);
        var usable = Samples.SelectMany(s => Usable(s, ledger)).Select(f => (f.Sample, f.Field)).ToHashSet();
        return new(new(Stage.Train), key, run, new TrainTask(LeftOut.Of(manifest.Fields.Select(f => !usable.Contains((f.Sample, f.Field)))), normalisation, checkpointOf(key)));
    }

    /// <summary>The order that stands in place of the training: to bring in the files of the adopted model; null for a run that trains.</summary>
    public WorkOrder? Adopt() => model is null ? null : new(new(Stage.Train), Digest.OfTexts("adopt/1", model.Digest.Hex), run, new AdoptTask());

    /// <summary>Steps of the training on the samples that are left.</summary>
    public int StepsOf(UnitLedger ledger) => settings.Train.StepsOf(UsableTrainingSamples(ledger).Count);

    /// <summary>The order to embed a field of a sample.</summary>
    public static WorkOrder Embed(RunReference run, SampleDefinition sample, FieldEntry field, Digest masks, ArtifactRecord model)
    {
        var set = sample.InTraining ? "train" : "test";
        var key = Digest.OfTexts([
            "embed/1", Json(sample.Settings.Embed), model.Digest.Hex, masks.Hex, set, field.Sample, field.Field,
            .. field.Metadata.SelectMany(m => new[] { m.Key, m.Value }),
        ]);
        return new(new(Stage.Embed, field.Sample, field.Field), key, run, new EmbedTask(model));
    }

    /// <summary>The order to reduce the embeddings that a listing names.</summary>
    public WorkOrder Reduce(ArtifactRecord inputs) => new(
        new(Stage.Reduce), Digest.OfTexts(["reduce/1", Json(settings.Reduce), Text(settings.Seed), inputs.Digest.Hex, .. OfModel()]), run, new ReduceTask(inputs));

    /// <summary>The order to cluster a map.</summary>
    public WorkOrder Cluster(ArtifactRecord inputs, ArtifactRecord map) => new(
        new(Stage.Cluster),
        Digest.OfTexts(["cluster/3", Json(settings.Cluster), Text(settings.Seed), inputs.Digest.Hex, map.Digest.Hex, .. OfModel()]),
        run,
        new ClusterTask(inputs, map));

    /// <summary>The order to draw the report.</summary>
    public WorkOrder Report(Digest clusters, ArtifactRecord losses, IEnumerable<QuarantinedItem> quarantined) => new(
        new(Stage.Report),
        Digest.OfTexts(["report/2", Json(settings.Report), clusters.Hex, losses.Digest.Hex, manifest.Digest.Hex, .. quarantined.Select(Json)]),
        run,
        new ReportTask(losses));

    /// <summary>The items that load and mask gave up.</summary>
    public IEnumerable<QuarantinedItem> Quarantined(UnitLedger ledger) => Loads()
        .Concat(Samples.Select(s => Mask(s, ledger)).OfType<WorkOrder>())
        .Where(o => ledger.IsQuarantined(o.Unit, o.Key))
        .Select(o => new QuarantinedItem(o.Unit.Stage, o.Unit.Sample, o.Unit.Field, ledger.FailuresOf(o.Unit, o.Key), ledger.Entries[o.Unit].Reason));

    /// <summary>The fields of a sample that may not be used any more.</summary>
    public LeftOut Without(string sample, UnitLedger ledger, bool masked = false)
    {
        var kept = (masked ? Usable(sample, ledger) : Loaded(sample, ledger)).Select(f => f.Field).ToHashSet();
        return LeftOut.Of(_fields[sample].Select(f => !kept.Contains(f.Field)));
    }

    private IEnumerable<string> OfModel() => model is null ? [] : [model.Digest.Hex];

    private List<string> UsableTrainingSamples(UnitLedger ledger) => [.. TrainingSamples.Where(s => MasksOf(s, ledger) is not null)];

    private FieldFacts? FactsOf(FieldEntry field, UnitLedger ledger)
    {
        var order = Load(field);
        return ledger.ResultOf(order.Unit, order.Key)?.Facts;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireJson.Options);
}
