using Morph.Actors.Clustering;
using Morph.Actors.Embedding;
using Morph.Actors.Loading;
using Morph.Actors.Masking;
using Morph.Actors.Reporting;
using Morph.Actors.Running;
using Morph.Actors.Training;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Imaging.Fields;

namespace Morph.Actors.Hosting;

/// <summary>The workers of a node.</summary>
public static class NodeWorkers
{
    private const long CacheBytes = 512L << 20;

    /// <summary>
    /// As many loaders and embedders as units may be at work at once; one masker, one trainer and one analyst, since each of these uses all cores itself.
    /// </summary>
    /// <param name="roles">The node's roles.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="parallelism">Units at work at once; 0 for the number of cores.</param>
    /// <param name="device">"auto", "cpu" or "cuda:N".</param>
    /// <param name="report">Draws the report.</param>
    public static IEnumerable<NodeWorker> Of(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device, ReportWriting report)
    {
        var reading = new LatestOnly<RunReference, IFieldSource>(run =>
        {
            var definition = store.Open(run);
            return new RunFieldSource(new(definition.Manifest, definition.Settings.Load), new(run.Directory));
        });

        // Only the training reads a field more than once.
        var cached = new LatestOnly<RunReference, IFieldSource>(run => new CachedFieldSource(reading.Of(run), CacheBytes));
        var many = Enumerable.Range(1, parallelism > 0 ? parallelism : Environment.ProcessorCount);
        (string Role, IEnumerable<NodeWorker> Workers)[] all =
        [
            (NodeRoles.Imaging, many.Select(i => new NodeWorker($"loader-{i}", () => new LoadExecutor(store)))),
            (NodeRoles.Imaging, [new("masker", () => new MaskExecutor(store))]),
            (NodeRoles.Trainer, [new("trainer", () => new TrainExecutor(store, cached.Of, device))]),
            (NodeRoles.Embedder, many.Select(i => new NodeWorker($"embedder-{i}", () => new EmbedExecutor(store, device)))),
            (NodeRoles.Coordinator, [new("reducer", () => new ReduceExecutor(store))]),
            (NodeRoles.Coordinator, [new("clusterer", () => new ClusterExecutor(store, reading.Of))]),
            (NodeRoles.Coordinator, [new("reporter", () => new ReportExecutor(store, reading.Of, report))]),
        ];
        return all.Where(a => roles.Contains(a.Role)).SelectMany(a => a.Workers);
    }
}
