using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Pattern;
using Morph.Actors.Embedding;
using Morph.Actors.Membership;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Hosting;

/// <summary>What a node does.</summary>
/// <param name="Roles">Its roles, those of its actor system.</param>
/// <param name="Store">Where the files of runs are.</param>
/// <param name="Recorder">Leaves the record of an execution.</param>
/// <param name="Workers">Its workers: a name and what makes their executor; those of the roles it has.</param>
/// <param name="Trouble">What keeps the node from working, on anything or on an order; see <see cref="Worker"/>.</param>
/// <param name="GoesOn">Whether runs go on by themselves; see <see cref="QueueParts"/>.</param>
/// <param name="Version">Version of the program.</param>
public sealed record NodeDuties(
    IReadOnlyCollection<string> Roles,
    IRunStore Store,
    IRunRecorder Recorder,
    IReadOnlyList<NodeWorker> Workers,
    Func<WorkOrder?, string?> Trouble,
    bool GoesOn,
    string Version);

/// <summary>One worker of a node.</summary>
/// <param name="Name">The actor's name.</param>
/// <param name="Executor">Makes what computes.</param>
public sealed record NodeWorker(string Name, Func<IUnitExecutor> Executor);

/// <summary>The actors of a node, the same on one machine and in a cluster.</summary>
/// <param name="Queue">Where to send messages for the queue of runs.</param>
/// <param name="Workers">The node's workers.</param>
public sealed record RunActors(IActorRef Queue, IReadOnlyList<IActorRef> Workers)
{
    private const string QueueName = "runs";

    /// <summary>
    /// Starts what the roles ask for: the queue of runs as a cluster singleton among the coordinators, the region of the samples' entities among
    /// the embedders, and this node's workers. Nodes without one of these roles get the way to those who have it.
    /// </summary>
    public static RunActors Start(ActorSystem system, NodeDuties duties, TimeProvider time)
    {
        var queue = system.ActorOf(
            ClusterSingletonProxy.Props($"/user/{QueueName}", ClusterSingletonProxySettings.Create(system).WithRole(NodeRoles.Coordinator)), "runs-proxy");
        var samples = Samples(system, duties, queue, time);
        if (duties.Roles.Contains(NodeRoles.Coordinator))
        {
            var parts = new QueueParts(
                duties.Store,
                runId => (sample, message, sender) => SampleSharding.Tell(samples, runId, sample, message, sender),
                duties.Recorder,
                new ClusterMembers(Akka.Cluster.Cluster.Get(system)),
                duties.GoesOn,
                duties.Version);

            // An actor whose journal cannot be reached stops: it is started again until the journal answers.
            var restarted = BackoffSupervisor.Props(Backoff.OnStop(
                Props.Create(() => new RunQueue(parts, time)), "queue", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 0.2, -1));
            system.ActorOf(
                ClusterSingletonManager.Props(restarted, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system).WithRole(NodeRoles.Coordinator)), QueueName);
        }

        var node = ClusterMembers.NameOf(Akka.Cluster.Cluster.Get(system).SelfAddress);
        return new(queue, [.. duties.Workers.Select(w => system.ActorOf(Props.Create(() => new Worker(queue, w.Executor, node, duties.Trouble)), w.Name))]);
    }

    private static IActorRef Samples(ActorSystem system, NodeDuties duties, IActorRef queue, TimeProvider time)
    {
        var sharding = ClusterSharding.Get(system);
        return duties.Roles.Contains(NodeRoles.Embedder)
            ? sharding.Start(
                SampleSharding.TypeName,
                entityId => Props.Create(() => new SampleEmbeddings(entityId, duties.Store, queue, time)),
                ClusterShardingSettings.Create(system).WithRole(NodeRoles.Embedder),
                new SampleSharding())
            : sharding.StartProxy(SampleSharding.TypeName, NodeRoles.Embedder, new SampleSharding());
    }
}
