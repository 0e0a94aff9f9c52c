using Akka.Actor;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>Where the queue of runs is: on the oldest coordinator, as Akka's cluster singleton. It is started anew when its node leaves or is removed.</summary>
/// <param name="cluster">The simulation.</param>
/// <param name="random">Times of the moves.</param>
internal sealed class SimulatedQueue(SimulatedCluster cluster, RandomSource random)
{
    private bool _starting;

    /// <summary>The node that has it; a dead one until the others have removed it; null while it moves.</summary>
    public NodeLife? Host { get; private set; }

    /// <summary>The queue.</summary>
    public IInternalActorRef? Actor { get; private set; }

    /// <summary>Has it started on the oldest coordinator, unless it is somewhere.</summary>
    public void Settle()
    {
        if (Host is not null || _starting)
        {
            return;
        }

        _starting = true;
        cluster.Clock.After(TimeSpan.FromMilliseconds(200 + random.NextInt(800)), () =>
        {
            _starting = false;
            if (Host is null && cluster.Members.Oldest(NodeRoles.Coordinator) is { } oldest)
            {
                Host = oldest;
                oldest.Actor.Tell(new NodeActor.StartQueue());
            }
        });
    }

    /// <summary>It is at work.</summary>
    public void Started(NodeLife life, IActorRef queue)
    {
        Actor = (IInternalActorRef)queue;

        // Proxies look for it five times a second.
        cluster.Clock.After(TimeSpan.FromMilliseconds(200), () =>
        {
            if (Host == life)
            {
                cluster.Proxies.Flush();
            }
        });
    }

    /// <summary>It has stopped to move.</summary>
    public void Stopped(NodeLife life)
    {
        if (Host == life)
        {
            (Host, Actor) = (null, null);
            Settle();
        }
    }

    /// <summary>A node is no member any more.</summary>
    public void Removed(NodeLife life) => Stopped(life);
}
