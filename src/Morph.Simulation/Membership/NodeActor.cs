using Akka.Actor;
using Akka.Pattern;
using Morph.Actors.Embedding;
using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Simulation.Ledger;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>
/// All actors of one life of a node: its workers, the samples' entities whose shards are here, and the queue of runs while this node has it. They are the
/// product's own; only what Akka's cluster does for them is played.
/// </summary>
internal sealed class NodeActor : ReceiveActor
{
    private const string QueueName = "runs";
    private readonly SimulatedCluster _cluster;
    private readonly NodeLife _life;
    private readonly HashSet<IActorRef> _workers = [];

    /// <summary>Creates the actors of a life.</summary>
    /// <param name="cluster">The simulation.</param>
    /// <param name="life">The life.</param>
    /// <param name="workers">Its workers.</param>
    public NodeActor(SimulatedCluster cluster, NodeLife life, IReadOnlyList<NodeWorker> workers)
    {
        (_cluster, _life) = (cluster, life);
        Receive<StartWorkers>(_ => Start(workers));
        Receive<ToEntity>(m => EntityOf(m.EntityId).Tell(m.Message, m.Sender));
        Receive<StopEntities>(OnStopEntities);
        Receive<StartQueue>(_ => BeginQueue());
        Receive<StopQueue>(_ => Context.Child(QueueName).Tell(PoisonPill.Instance));
        Receive<LeaveWork>(OnLeave);
        Receive<Terminated>(t => OnTerminated(t.ActorRef));
    }

    /// <summary>A props without an expression to compile: thousands of workers are made.</summary>
    public static Props PropsOf<T>(Func<T> make)
        where T : ActorBase => Props.CreateBy(new Maker<T>(make));

    private void Start(IReadOnlyList<NodeWorker> workers)
    {
        var (queue, name) = (new QueueProxy(_cluster, _life, Self), _life.Name);
        foreach (var worker in workers)
        {
            _workers.Add(Context.Watch(Context.ActorOf(PropsOf(() => new Worker(queue, worker.Executor, name, _ => null)), worker.Name)));
        }
    }

    private IActorRef EntityOf(string entityId)
    {
        var name = $"sample-{Uri.EscapeDataString(entityId)}";
        var child = Context.Child(name);
        if (!child.IsNobody())
        {
            return child;
        }

        var (cluster, queue) = (_cluster, new QueueProxy(_cluster, _life, Self));
        return Context.ActorOf(PropsOf(() => new SampleEmbeddings(entityId, cluster.Store, queue, cluster.Clock)), name);
    }

    private void OnStopEntities(StopEntities message)
    {
        foreach (var entity in message.EntityIds)
        {
            Context.Child($"sample-{Uri.EscapeDataString(entity)}").Tell(PoisonPill.Instance);
        }
    }

    /// <summary>As the node's start does it, but for the drawn part of the pause before a restart.</summary>
    private void BeginQueue()
    {
        var (cluster, life) = (_cluster, _life);
        var parts = new QueueParts(
            cluster.Store,
            runId => (sample, message, sender) => cluster.Shards.Tell(life, SampleSharding.EntityIdOf(runId, sample), message, sender),
            new SimulatedRecorder(),
            new MembersSeen(cluster, life),
            GoesOn: true,
            SimulatedCluster.Version);
        var queue = Context.Watch(Context.ActorOf(
            BackoffSupervisor.Props(Backoff.OnStop(
                PropsOf(() => new RunQueue(parts, cluster.Clock)), "queue", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), randomFactor: 0, -1)),
            QueueName));
        cluster.Queue.Started(life, queue);
    }

    private void OnLeave(LeaveWork message)
    {
        foreach (var worker in _workers)
        {
            worker.Tell(message);
        }

        if (_workers.Count == 0)
        {
            _cluster.Members.Drained(_life);
        }
    }

    private void OnTerminated(IActorRef actor)
    {
        if (_workers.Remove(actor))
        {
            _cluster.TellOfDeath(actor, _life);
            if (_workers.Count == 0 && _life.State == MemberState.Leaving)
            {
                _cluster.Members.Drained(_life);
            }
        }
        else if (actor.Path.Name == QueueName)
        {
            _cluster.Queue.Stopped(_life);
        }
    }

    /// <summary>Begin to ask for work.</summary>
    internal sealed record StartWorkers;

    /// <summary>For the entity of a sample, which is woken when it sleeps.</summary>
    internal sealed record ToEntity(string EntityId, object Message, IActorRef Sender);

    /// <summary>These entities move to another node.</summary>
    internal sealed record StopEntities(IReadOnlyList<string> EntityIds);

    /// <summary>This node has the queue of runs from now on.</summary>
    internal sealed record StartQueue;

    /// <summary>Another node is to have it.</summary>
    internal sealed record StopQueue;

    private sealed class Maker<T>(Func<T> make) : IIndirectActorProducer
        where T : ActorBase
    {
        public Type ActorType => typeof(T);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
