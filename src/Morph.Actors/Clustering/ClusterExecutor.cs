using System.Collections.Immutable;
using Morph.Actors.Assigning;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Analysis;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
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

        var data = MixtureData.Rows(points, 2);
        var model = run.Model is null ? null : new AdoptedModel(directory, run.Model);
        var choice = model is null
            ? MixtureChoice.Of(data, run.Settings, kept.Select(f => f.Sample).Distinct().Count(), context.Stop)
            : new(model.Mixture(), []);
        var clusters = choice.Mixture.Predict(data);
        var memberships = WindowMemberships.Of(choice.Mixture, points, clusters, [.. kept.Select(f => f.Count)]);
        var (table, features) = Compared(WindowTable.From(kept, map, clusters), run.Settings.Reduce, model, context.Stop);
        table = table with { ClusterProbability = memberships.OfCluster };
        var mapped = run.Settings.Reduce.Correction.Method == CorrectionMethod.None ? table : table with { Features = features.Values.ToArray() };
        var labels = new LabelTables(run, kept, table, memberships, source(order.Run));
        var samples = labels.Samples();
        return new([
            WindowFile.Write(directory, table),
            FieldTable.Write(directory, labels.Fields),
            SampleTable.Write(directory, samples),
            MetricsFile.Write(directory, ClusterMetrics.Of(mapped, points, choice.Mixture, choice.Bic, samples)),
            MixtureFile.Write(directory, StoredMixture.Of(choice.Mixture)),
            .. model is null ? [BicTable.Write(directory, choice.Curve)] : Array.Empty<ArtifactRecord>(),
            .. WriteMemberships(directory, table, memberships, choice.Mixture.NComponents),
            .. mapped == table ? [] : new[] { WindowFile.WriteCorrected(directory, mapped) },
        ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Compares the windows with each other and with those of the run that they are assigned to, by the features that the map was made of.</summary>
    private static (WindowTable Table, Points Features) Compared(WindowTable table, ReduceSettings settings, AdoptedModel? model, CancellationToken stop)
    {
        var adopted = model?.Map(settings);
        var features = FeatureCorrection.Of(KeptFeatures.Of(table), settings.Correction, adopted?.Sphering).Points;
        return (WindowOutliers.Mark(table with { Novelty = adopted?.NoveltyOf(features, stop) }, features, adopted, stop), features);
    }

    private static IEnumerable<ArtifactRecord> WriteMemberships(RunDirectory directory, WindowTable table, WindowMemberships memberships, int clusters)
    {
        if (memberships.All is { } probabilities)
        {
            return [MembershipFile.Write(directory, table, probabilities, clusters)];
        }

        File.Delete(directory.MembershipsFile); // Those of an earlier clustering must not lie beside these tables.
        return [];
    }
}
