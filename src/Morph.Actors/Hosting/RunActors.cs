using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Morph.Actors.Clustering;
using Morph.Actors.Embedding;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Settings;

namespace Morph.Actors.Hosting;

/// <summary>The actors of one run on one node.</summary>
public static class RunActors
{
    /// <summary>
    /// Starts the run coordinator and the clustering coordinator as cluster singletons, the region of the samples' entities, and this node's workers.
    /// </summary>
    /// <param name="system">The actor system; a member of its cluster.</param>
    /// <param name="runId">The run.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="work">How work is handed out.</param>
    /// <param name="workers">This node's workers: a name and what makes their executor.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Where to send messages for the run coordinator.</returns>
    public static IActorRef Start(
        ActorSystem system, string runId, IRunStore store, WorkSettings work, IEnumerable<(string Name, Func<IUnitExecutor> Executor)> workers, TimeProvider time)
    {
        var run = system.ActorOf(ClusterSingletonProxy.Props("/user/run", ClusterSingletonProxySettings.Create(system)), "run-proxy");
        var clustering = system.ActorOf(ClusterSingletonProxy.Props("/user/clustering", ClusterSingletonProxySettings.Create(system)), "clustering-proxy");
        var samples = ClusterSharding.Get(system).Start(
            SampleSharding.TypeName,
            entityId => Props.Create(() => new SampleEmbeddings(entityId, store, run, time)),
            ClusterShardingSettings.Create(system),
            new SampleSharding());
        Action<string, object, IActorRef> tellSample = (sample, message, sender) => SampleSharding.Tell(samples, runId, sample, message, sender);
        var neighbours = new RunNeighbours(tellSample, clustering);

        Singleton(system, "run", Props.Create(() => new RunCoordinator(runId, store, neighbours, time)));
        Singleton(system, "clustering", Props.Create(() => new ClusteringCoordinator(runId, store, run, tellSample, work.Attempts, time)));

        var node = Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();
        foreach (var (name, executor) in workers)
        {
            system.ActorOf(Props.Create(() => new Worker(run, executor, node)), name);
        }

        return run;
    }

    private static void Singleton(ActorSystem system, string name, Props props) =>
        system.ActorOf(ClusterSingletonManager.Props(props, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), name);
}
