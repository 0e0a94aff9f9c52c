using Morph.Actors.Working;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>
/// Who is a member of the cluster, as Akka's cluster with its split-brain resolver: silence makes a node unreachable; when the picture has been the same for a
/// while the side with the majority of coordinators goes on and removes the others, which end themselves; nobody joins while somebody is unreachable. What
/// gossip takes is drawn. A node that ended itself starts anew, as the product's does; one that was killed waits to be started.
/// </summary>
/// <param name="cluster">The simulation.</param>
/// <param name="random">Times.</param>
internal sealed partial class SimulatedMembers(SimulatedCluster cluster, RandomSource random)
{
    private static readonly TimeSpan s_tryEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_learns = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_exits = TimeSpan.FromSeconds(1.5);

    private readonly List<NodeLife> _members = [];

    /// <summary>The members, oldest first.</summary>
    public IReadOnlyList<NodeLife> All => _members;

    /// <summary>The oldest member that is up and has a role; null when there is none.</summary>
    public NodeLife? Oldest(string role) => _members.Find(l => l.State == MemberState.Up && !l.Doomed && l.Node.Roles.Contains(role));

    /// <summary>Starts a node's process, unless it runs.</summary>
    public void Start(SimulatedNode node, TimeSpan within)
    {
        if (node.Life is { Gone: false })
        {
            return;
        }

        var life = node.Life = new(node, ++node.Lives, cluster.Clock.Now);
        cluster.Spawn(life);
        cluster.Clock.After(within * (0.5 + random.NextDouble()), () => Join(life));
    }

    /// <summary>Kills a node's process.</summary>
    public void Crash(NodeLife life)
    {
        if (!life.Gone)
        {
            cluster.End(life);
            Touch();
        }
    }

    /// <summary>Stops a node's process for a while.</summary>
    public void Pause(NodeLife life, TimeSpan span)
    {
        if (life.Gone || life.Paused)
        {
            return;
        }

        cluster.Pause(life);
        Touch();
        cluster.Clock.After(span, () =>
        {
            if (!life.Gone)
            {
                cluster.Resume(life);
                Touch();
                if (life.Doomed)
                {
                    cluster.Clock.After(s_learns, () => Down(life));
                }
            }
        });
    }

    /// <summary>Cuts nodes off from the others for a while.</summary>
    public void Cut(IReadOnlyList<SimulatedNode> nodes, int bit, TimeSpan span)
    {
        void Flip()
        {
            foreach (var node in nodes)
            {
                node.Cuts ^= 1UL << bit;
            }

            Touch();
        }

        Flip();
        cluster.Clock.After(span, Flip);
    }

    /// <summary>Has a node drain and leave.</summary>
    public void Leave(NodeLife life)
    {
        if (life.IsUp && !life.Paused)
        {
            life.State = MemberState.Leaving;
            life.Actor.Tell(LeaveWork.Instance, Akka.Actor.ActorRefs.NoSender);
            cluster.Clock.After(cluster.Options.Times.Drain, () => Drained(life));
        }
    }

    /// <summary>A node that leaves has given its work back, or has taken too long over it.</summary>
    public void Drained(NodeLife life)
    {
        if (life.Gone || life.Draining is false || life.State != MemberState.Leaving)
        {
            return;
        }

        life.Draining = false;
        cluster.Shards.Leave(life);
        cluster.Clock.After(s_exits, () =>
        {
            if (cluster.Queue.Host == life && !life.Gone)
            {
                life.Actor.Tell(new NodeActor.StopQueue(), Akka.Actor.ActorRefs.NoSender);
            }

            cluster.Clock.After(s_exits, () =>
            {
                if (!life.Gone)
                {
                    cluster.End(life);
                    Remove(life);
                }
            });
        });
    }

    private void Join(NodeLife life)
    {
        if (life.Gone)
        {
            return;
        }

        void Again() => cluster.Clock.After(s_tryEvery, () => Join(life));
        var contact = _members.Find(l => l is { State: MemberState.Up, Paused: false, Doomed: false } && SimulatedNetwork.Connects(l, life) && l.Node.Roles.Contains(NodeRoles.Coordinator));
        if (life.Paused)
        {
            Again();
        }
        else if (contact is null)
        {
            // The first seed node founds a cluster where there is none.
            if (life.Node.Index == 0 && _members.TrueForAll(l => l.Gone))
            {
                _members.ToList().ForEach(Remove);
                Enter(life);
            }
            else
            {
                Again();
            }
        }
        else if (_members.Find(l => l.Node == life.Node) is { } before)
        {
            Remove(before); // Another process at the same address: the one before is no more.
            Again();
        }
        else if (_members.Exists(l => l.Unreachable))
        {
            Again(); // Members must agree on who comes, and some do not answer.
        }
        else
        {
            Enter(life);
        }
    }

    private void Enter(NodeLife life)
    {
        life.State = MemberState.Up;
        _members.Add(life);
        life.Actor.Tell(new NodeActor.StartWorkers(), Akka.Actor.ActorRefs.NoSender);
        cluster.Queue.Settle();
    }

    /// <summary>A node ends itself, since the others have decided so, and starts anew.</summary>
    private void Down(NodeLife life)
    {
        if (!life.Gone)
        {
            cluster.End(life);
            cluster.Clock.After(s_learns * (1 + random.NextDouble()), () => Start(life.Node, cluster.Options.NodeStart));
        }
    }

    private void Remove(NodeLife life)
    {
        if (!_members.Remove(life))
        {
            return;
        }

        (life.State, life.Unreachable, life.LostSince, life.Doomed) = (MemberState.Removed, false, null, true);
        cluster.OnRemoved(life);
        cluster.Shards.Removed(life);
        cluster.Queue.Removed(life);
        if (_members.Exists(IsInQuestion))
        {
            return;
        }

        _firstChange = null;
    }
}
