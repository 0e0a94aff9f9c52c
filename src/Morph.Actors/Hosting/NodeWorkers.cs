using Morph.Actors.Clustering;
using Morph.Actors.Embedding;
using Morph.Actors.Isolation;
using Morph.Actors.Loading;
using Morph.Actors.Masking;
using Morph.Actors.Reporting;
using Morph.Actors.Running;
using Morph.Actors.Training;
using Morph.Actors.Working;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Imaging.Fields;

namespace Morph.Actors.Hosting;

/// <summary>The workers of a node.</summary>
public static class NodeWorkers
{
    private const long CacheBytes = 128L << 20;

    /// <summary>
    /// As many loaders and embedders as units may be at work at once; one masker, one trainer and one analyst, since each of these uses all cores itself.
    /// Those that read images one by one are watched over.
    /// </summary>
    /// <param name="roles">The node's roles.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="parallelism">Units at work at once; 0 for the number of cores.</param>
    /// <param name="device">"auto", "cpu" or "cuda:N".</param>
    /// <param name="report">Draws the report.</param>
    /// <param name="items">Makes what computes load, mask and embed.</param>
    /// <param name="isolation">Computes the units of these stages that are suspect.</param>
    public static IEnumerable<NodeWorker> Of(
        IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device, ReportWriting report, ItemExecutors items, IUnitIsolation isolation)
    {
        var reading = Reading(store);

        // Only the training reads a field more than once; what it keeps goes when it ends.
        IFieldSource Cached(RunReference run) => new CachedFieldSource(reading(run), CacheBytes);
        var many = Enumerable.Range(1, parallelism > 0 ? parallelism : Environment.ProcessorCount);
        NodeWorker Watched(string name, Stage stage) => new(name, () => new WatchedExecutor(() => items(stage, store, device), store, isolation));
        (string Role, IEnumerable<NodeWorker> Workers)[] all =
        [
            (NodeRoles.Imaging, many.Select(i => Watched($"loader-{i}", Stage.Load))),
            (NodeRoles.Imaging, [Watched("masker", Stage.Mask)]),
            (NodeRoles.Trainer, [new("trainer", () => new TrainExecutor(store, Cached, device))]),
            (NodeRoles.Embedder, many.Select(i => Watched($"embedder-{i}", Stage.Embed))),
            (NodeRoles.Coordinator, [new("reducer", () => new ReduceExecutor(store))]),
            (NodeRoles.Coordinator, [new("clusterer", () => new ClusterExecutor(store, reading))]),
            (NodeRoles.Coordinator, [new("reporter", () => new ReportExecutor(store, reading, report))]),
        ];
        return all.Where(a => roles.Contains(a.Role)).SelectMany(a => a.Workers);
    }

    /// <summary>Makes what computes one of the stages whose units are single fields or samples: load, mask and embed.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="device">"auto", "cpu" or "cuda:N".</param>
    public static IUnitExecutor Item(Stage stage, IRunStore store, string device) => stage switch
    {
        Stage.Load => new LoadExecutor(store),
        Stage.Mask => new MaskExecutor(store),
        Stage.Embed => new EmbedExecutor(store, device),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Its units are not single fields or samples."),
    };

    private static Func<RunReference, IFieldSource> Reading(IRunStore store) => new LatestOnly<RunReference, IFieldSource>(run =>
    {
        var definition = store.Open(run);
        return new RunFieldSource(new(definition.Manifest, definition.Settings.Load), new(run.Directory));
    }).Of;
}

/// <summary>Makes what computes one of the stages load, mask and embed.</summary>
public delegate IUnitExecutor ItemExecutors(Stage stage, IRunStore store, string device);
