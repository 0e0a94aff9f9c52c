using System.Collections.Immutable;
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

/// <summary>Clusters the map by a Gaussian mixture; labels each field and sample by the majority of its windows; writes the result tables.</summary>
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

        var mixture = Fit(MixtureData.Rows(points, 2), run.Settings, kept.Select(f => f.Sample).Distinct().Count(), context.Stop, out var bic);
        var table = WindowTable.From(kept, map, mixture.Predict(MixtureData.Rows(points, 2)));
        var fields = Fields(table, kept, run, source(order.Run));
        var samples = Samples(table, fields);
        return new([
            WindowFile.Write(directory, table),
            FieldTable.Write(directory, fields),
            SampleTable.Write(directory, samples),
            MetricsFile.Write(directory, ClusterMetrics.Of(table, points, mixture, bic, samples)),
        ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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
            at += field.Count;
            var foreground = masks.ReadMask(run.Field(field.Sample, field.Field)).ForegroundFraction;
            rows.Add(new(field.Sample, field.Field, field.Metadata, field.Set, field.Count, foreground, majority.Label, majority.Share));
        }

        return rows;
    }

    private static List<SampleRow> Samples(WindowTable table, IReadOnlyList<FieldRow> fields)
    {
        var clusters = Enumerable.Range(0, table.Count).ToLookup(i => table.Sample[i], i => table.Cluster[i]);
        return [.. fields.GroupBy(f => f.Sample).Select(sample =>
        {
            var majority = MajorityLabel.Of(clusters[sample.Key]);
            return new SampleRow(
                sample.Key, sample.First().Set, sample.Count(), sample.Sum(f => f.Windows), sample.Average(f => f.ForegroundFraction), majority.Label, majority.Share);
        })];
    }
}
