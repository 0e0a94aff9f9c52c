using System.Collections.Concurrent;
using Morph.Actors.Clustering;
using Morph.Actors.Embedding;
using Morph.Actors.Loading;
using Morph.Actors.Masking;
using Morph.Actors.Reporting;
using Morph.Actors.Running;
using Morph.Actors.Training;
using Morph.Actors.Working;
using Morph.Domain.Pixels;
using Morph.Domain.Work;
using Morph.Imaging.Fields;

namespace Morph.Actors.Hosting;

/// <summary>The workers of a node that has all roles.</summary>
public static class NodeWorkers
{
    private const long CacheBytes = 512L << 20;

    /// <summary>
    /// As many loaders and embedders as units may be at work at once; one masker, one trainer and one analyst, since each of these uses all cores itself.
    /// </summary>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="parallelism">Units at work at once; 0 for the number of cores.</param>
    /// <param name="device">"auto", "cpu" or "cuda:N".</param>
    /// <param name="report">Draws the report.</param>
    public static IEnumerable<(string Name, Func<IUnitExecutor> Executor)> All(IRunStore store, int parallelism, string device, ReportWriting report)
    {
        var sources = new ConcurrentDictionary<RunReference, IFieldSource>();
        IFieldSource Source(RunReference run) => sources.GetOrAdd(run, r =>
        {
            var definition = store.Open(r);
            return new CachedFieldSource(new RunFieldSource(new(definition.Manifest, definition.Settings.Load), new(r.Directory)), CacheBytes);
        });

        for (var i = 1; i <= (parallelism > 0 ? parallelism : Environment.ProcessorCount); i++)
        {
            yield return ($"loader-{i}", () => new LoadExecutor(store));
            yield return ($"embedder-{i}", () => new EmbedExecutor(store, Source, device));
        }

        yield return ("masker", () => new MaskExecutor(store));
        yield return ("trainer", () => new TrainExecutor(store, Source, device));
        yield return ("reducer", () => new ReduceExecutor(store));
        yield return ("clusterer", () => new ClusterExecutor(store, Source));
        yield return ("reporter", () => new ReportExecutor(store, Source, report));
    }
}
