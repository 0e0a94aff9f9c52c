using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Actors.Serialization;
using Morph.Domain.Randomness;
using Morph.Domain.Work;
using Morph.Simulation.Clock;
using Morph.Simulation.Membership;

namespace Morph.Simulation.Network;

/// <summary>
/// What lies between nodes: messages of one node to another arrive in order, late by a drawn time, or not at all: lost by chance, cut off, or since one of
/// the two is no more. Who answers a sender answers through the network as well.
/// </summary>
/// <param name="cluster">The simulation.</param>
/// <param name="clock">The time.</param>
/// <param name="random">Delays and losses.</param>
/// <param name="latency">Mean time of a message on its way.</param>
internal sealed class SimulatedNetwork(SimulatedCluster cluster, VirtualClock clock, RandomSource random, TimeSpan latency)
{
    private readonly Dictionary<(NodeLife From, NodeLife To), TimeSpan> _links = [];

    /// <summary>Share of messages that vanish, 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Messages that vanished for whatever reason.</summary>
    public int Lost { get; private set; }

    /// <summary>Messages on their way.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Messages sent from node to node.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether one node hears the other.</summary>
    public static bool Connects(NodeLife a, NodeLife b) => Speaks(a) && Speaks(b) && a.Node.Cuts == b.Node.Cuts;

    /// <summary>Sends a message to an actor in the name of <paramref name="sender"/>.</summary>
    public void Send(NodeLife from, NodeLife to, IActorRef target, object message, IActorRef sender)
    {
        Observe(from, to, message);
        if (from == to)
        {
            target.Tell(message, sender);
            return;
        }

        var source = cluster.SourceOf(sender);
        Transmit(from, to, message, m => target.Tell(m, ViewOf(to, source)));
    }

    /// <summary>Sends a message to the entity of a sample in the name of <paramref name="sender"/>; the shards have the last word when it arrives.</summary>
    public void SendToEntity(NodeLife from, NodeLife to, string entityId, object message, IActorRef sender)
    {
        Observe(from, to, message);
        var source = cluster.SourceOf(sender);
        if (from == to)
        {
            to.Actor.Tell(new NodeActor.ToEntity(entityId, message, sender));
            return;
        }

        Transmit(from, to, message, m => cluster.Shards.Arrived(to, entityId, m, ViewOf(to, source)));
    }

    /// <summary>Has something done on another node when a message has arrived there.</summary>
    public void Transmit(NodeLife from, NodeLife to, object message, Action<object> deliver)
    {
        Sent++;
        if (cluster.Sabotage.OnMessage(new(clock.Now, from.Name, to.Name, message)) is not { } changed)
        {
            return;
        }

        if (!Connects(from, to) || (Loss > 0 && random.NextDouble() < Loss))
        {
            Lost++;
            return;
        }

        var at = clock.Now + TimeSpan.FromTicks((long)(latency.Ticks * (0.5 - (0.5 * Math.Log(1 - random.NextDouble())))));
        var link = (from, to);
        if (_links.TryGetValue(link, out var last) && last >= at)
        {
            at = last + TimeSpan.FromTicks(1);
        }

        _links[link] = at;
        UnderWay++;
        clock.At(at, () =>
        {
            UnderWay--;
            if (!Connects(from, to))
            {
                Lost++;
            }
            else if (to.Paused)
            {
                to.Held.Add(() => deliver(changed));
            }
            else
            {
                deliver(changed);
            }
        });
    }

    /// <summary>An actor as a node sees it.</summary>
    private IActorRef ViewOf(NodeLife viewer, (IInternalActorRef Actor, NodeLife Home)? source)
    {
        if (source is not ({ } actor, { } home))
        {
            return ActorRefs.Nobody;
        }

        if (viewer == home)
        {
            return actor;
        }

        if (!viewer.Views.TryGetValue(actor, out var view))
        {
            viewer.Views.Add(actor, view = new(viewer, home, actor, this));
        }

        return view;
    }

    /// <summary>Who was removed from the cluster is not heard any more, even when it does not know yet.</summary>
    private static bool Speaks(NodeLife life) => !life.Gone && life.State != MemberState.Removed;

    private void Observe(NodeLife from, NodeLife to, object message)
    {
        if (message is IWireMessage)
        {
            _ = WireManifests.NameOf(message.GetType()); // What is not registered could not travel.
        }

        if (!Speaks(from))
        {
            return;
        }

        if (message is WorkOffered offer)
        {
            cluster.Invariants.OnOffered(offer, to);
        }
        else if (message is AttemptEnded ended)
        {
            cluster.Invariants.OnPassedOn(ended.End);
        }
    }
}
