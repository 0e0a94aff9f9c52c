using Akka.Actor;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>The way of one node to the queue of runs, as Akka's singleton proxy: keeps messages while the queue is nowhere.</summary>
/// <param name="cluster">The simulation.</param>
/// <param name="life">The node.</param>
/// <param name="owner">An actor of it, whose place in the system this has.</param>
internal sealed class QueueProxy(SimulatedCluster cluster, NodeLife life, IActorRef owner) : MinimalActorRef
{
    /// <inheritdoc/>
    public override ActorPath Path { get; } = owner.Path / "runs-proxy";

    /// <inheritdoc/>
    public override IActorRefProvider Provider => ((IInternalActorRef)owner).Provider;

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => cluster.Proxies.Tell(life, message, sender);
}

/// <summary>What the proxies of all nodes keep.</summary>
/// <param name="cluster">The simulation.</param>
internal sealed class ProxyBuffers(SimulatedCluster cluster)
{
    private const int Kept = 1000;
    private readonly Dictionary<NodeLife, Queue<(object Message, IActorRef Sender)>> _kept = [];

    /// <summary>Sends a message to the queue of runs, or keeps it.</summary>
    public void Tell(NodeLife from, object message, IActorRef sender)
    {
        if (from.Gone)
        {
            return;
        }

        if (cluster.Queue is { Host: { } host, Actor: { } actor } && !_kept.ContainsKey(from))
        {
            cluster.Network.Send(from, host, actor, message, sender);
            return;
        }

        if (!_kept.TryGetValue(from, out var kept))
        {
            _kept.Add(from, kept = []);
        }

        kept.Enqueue((message, sender));
        if (kept.Count > Kept)
        {
            kept.Dequeue();
        }
    }

    /// <summary>The queue is found: sends what was kept.</summary>
    public void Flush()
    {
        var all = _kept.ToList();
        _kept.Clear();
        foreach (var (from, messages) in all)
        {
            foreach (var (message, sender) in messages)
            {
                Tell(from, message, sender);
            }
        }
    }
}
