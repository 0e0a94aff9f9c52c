using System.Collections.Immutable;
using Morph.Actors.Assigning;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Analysis.Labels;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Clustering;

/// <summary>Clusters the map by a Gaussian mixture, or by that of the run that the windows are assigned to; labels each field and sample by the majority of its windows; writes the result tables.</summary>
/// <param name="store">Where the files of runs are.</param>
/// <param name="source">Reads images and masks of a run.</param>
public sealed class ClusterExecutor(IRunStore store, Func<RunReference, IFieldSource> source) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Cluster];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (run, directory, task) = (store.Open(order.Run), new RunDirectory(order.Run.Directory), (ClusterTask)order.Task);
        var kept = KeptWindows.Read(directory, task.Inputs, run.Settings.Reduce.Top);
        var map = UmapFile.Read(directory.Absolute(task.Map.Path));
        var points = new float[2 * map.Count];
        for (var i = 0; i < map.Count; i++)
        {
            (points[2 * i], points[(2 * i) + 1]) = (map.Umap1[i], map.Umap2[i]);
        }

        var bic = double.NaN;
        var adopted = run.Model is null ? null : new AdoptedModel(directory, run.Model);
        var mixture = adopted?.Mixture()
            ?? Fit(MixtureData.Rows(points, 2), run.Settings, kept.Select(f => f.Sample).Distinct().Count(), context.Stop, out bic);
        var windows = WindowFeatures.Of(kept);
        var novelty = adopted?.NoveltyOf(windows, run.Settings.Reduce, context.Stop);
        var table = WindowTable.From(kept, map, mixture.Predict(MixtureData.Rows(points, 2)), novelty);
        var fields = Fields(table, kept, run, source(order.Run));
        var samples = Samples(table, fields);
        var mapped = Corrected(table, windows, run, adopted);
        return new([
            WindowFile.Write(directory, table),
            FieldTable.Write(directory, fields),
            SampleTable.Write(directory, samples),
            MetricsFile.Write(directory, ClusterMetrics.Of(mapped, points, mixture, bic, samples)),
            MixtureFile.Write(directory, StoredMixture.Of(mixture)),
            .. mapped == table ? [] : new[] { WindowFile.WriteCorrected(directory, mapped) },
        ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The windows with the features that the map was made of; the table itself where those are the encoder's.</summary>
    private static WindowTable Corrected(WindowTable table, WindowFeatures windows, RunDefinition run, AdoptedModel? adopted)
    {
        var settings = run.Settings.Reduce;
        return settings.Correction.Method == CorrectionMethod.None
            ? table
            : table.With(FeatureCorrection.Of(windows, settings.Correction, adopted?.Map(settings).Correction.Sphering).Points.Values.ToArray());
    }

    private static GaussianMixture Fit(MixtureData data, MorphSettings settings, int samples, CancellationToken stop, out double bic)
    {
        var cluster = settings.Cluster;
        var random = RandomSource.For(settings.Seed, "cluster");
        var options = new GaussianMixtureOptions
        {
            NComponents = cluster.Clusters == 0 ? samples : Math.Max(1, cluster.Clusters),
            Tol = cluster.Tolerance,
            RegCovar = cluster.RegCovar,
            MaxIter = cluster.MaxIterations,
            NInit = cluster.NInit,
        };
        if (options.NComponents > data.Count)
        {
            throw new StageException($"{data.Count} windows cannot form {options.NComponents} clusters: ask for fewer with --clusters, or keep more windows with --top.");
        }

        var mixture = cluster.Clusters < 0
            ? MixtureSelection.Choose(data, 1, cluster.MaxClusters, options, random, stop).Best
            : GaussianMixture.Fit(data, options, random, stop);
        bic = mixture.Bic(data);
        return mixture;
    }

    private static List<FieldRow> Fields(WindowTable table, IReadOnlyList<FieldEmbeddings> kept, RunDefinition run, IFieldSource masks)
    {
        var rows = new List<FieldRow>();
        var at = 0;
        foreach (var field in kept)
        {
            var majority = MajorityLabel.Of(table.Cluster.AsSpan(at, field.Count).ToArray());
            var novel = table.Novelty?.Skip(at).Take(field.Count).Average(n => n > 1 ? 1.0 : 0);
            at += field.Count;
            var foreground = masks.ReadMask(run.Field(field.Sample, field.Field)).ForegroundFraction;
            rows.Add(new(field.Sample, field.Field, field.Metadata, field.Set, field.Count, foreground, majority.Label, majority.Share, novel));
        }

        return rows;
    }

    private static List<SampleRow> Samples(WindowTable table, IReadOnlyList<FieldRow> fields)
    {
        var clusters = Enumerable.Range(0, table.Count).ToLookup(i => table.Sample[i], i => table.Cluster[i]);
        return [.. fields.GroupBy(f => f.Sample).Select(sample =>
        {
            var majority = MajorityLabel.Of(clusters[sample.Key]);
            double? novel = table.Novelty is null ? null : sample.Sum(f => f.NovelShare * f.Windows) / sample.Sum(f => f.Windows);
            return new SampleRow(
                sample.Key, sample.First().Set, sample.Count(), sample.Sum(f => f.Windows), sample.Average(f => f.ForegroundFraction), majority.Label, majority.Share, novel);
        })];
    }
}
