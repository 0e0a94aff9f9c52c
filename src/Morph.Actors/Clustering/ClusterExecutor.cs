using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
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

        var data = MixtureData.Rows(points, 2);
        var choice = MixtureChoice.Of(data, run.Settings, kept.Select(f => f.Sample).Distinct().Count(), context.Stop);
        var clusters = choice.Mixture.Predict(data);
        var memberships = WindowMemberships.Of(choice.Mixture, points, clusters, [.. kept.Select(f => f.Count)]);
        var table = WindowOutliers.Mark(WindowTable.From(kept, map, clusters) with { ClusterProbability = memberships.OfCluster }, context.Stop);
        var labels = new LabelTables(run, kept, table, memberships, source(order.Run));
        var samples = labels.Samples();
        var bic = choice.Curve.Single(r => r.Chosen).Bic;
        return new([
            WindowFile.Write(directory, table),
            FieldTable.Write(directory, labels.Fields),
            SampleTable.Write(directory, samples),
            MetricsFile.Write(directory, ClusterMetrics.Of(table, points, choice.Mixture, bic, samples)),
            BicTable.Write(directory, choice.Curve),
            .. WriteMemberships(directory, table, memberships, choice.Mixture.NComponents),
        ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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
