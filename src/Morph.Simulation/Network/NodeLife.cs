using Akka.Actor;
using Morph.Domain.Runs;
using Morph.Simulation.Compute;

namespace Morph.Simulation.Network;

/// <summary>Where a life of a node is on its way through the cluster.</summary>
internal enum MemberState
{
    /// <summary>Asked to join.</summary>
    Joining,

    /// <summary>A member.</summary>
    Up,

    /// <summary>A member on its way out.</summary>
    Leaving,

    /// <summary>No member any more.</summary>
    Removed,
}

/// <summary>One life of a node, from its start to its end: a process. What it holds in memory ends with it.</summary>
/// <param name="node">The node.</param>
/// <param name="number">Which of its lives, from 1.</param>
/// <param name="began">When it was started.</param>
internal sealed class NodeLife(SimulatedNode node, int number, TimeSpan began)
{
    /// <summary>The node.</summary>
    public SimulatedNode Node => node;

    /// <summary>The node's name in the ledger.</summary>
    public string Name => node.Name;

    /// <summary>Name of the actor above all of this life's.</summary>
    public string ActorName { get; } = $"{node.Name}.{number}";

    /// <summary>When it was started.</summary>
    public TimeSpan Began => began;

    /// <summary>The actor above all of this life's.</summary>
    public IActorRef Actor { get; set; } = ActorRefs.Nobody;

    /// <summary>The process is no more: nothing goes in or out.</summary>
    public bool Gone { get; set; }

    /// <summary>The process is stopped for a while: what comes waits.</summary>
    public bool Paused { get; set; }

    /// <summary>The others have noticed that they cannot reach it.</summary>
    public bool Unreachable { get; set; }

    /// <summary>Since when those who go on cannot reach it; null while they can.</summary>
    public TimeSpan? LostSince { get; set; }

    /// <summary>The others have decided that it is to end; it may not know yet.</summary>
    public bool Doomed { get; set; }

    /// <summary>Stages of which it has worked on a unit.</summary>
    public HashSet<Stage> Warm { get; } = [];

    /// <summary>Its place in the cluster.</summary>
    public MemberState State { get; set; } = MemberState.Joining;

    /// <summary>What waits for the end of a pause.</summary>
    public List<Action> Held { get; } = [];

    /// <summary>Actors of other nodes that this one has met.</summary>
    public Dictionary<IActorRef, RemoteRef> Views { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>It has not yet done all that is to be done before it leaves.</summary>
    public bool Draining { get; set; } = true;

    /// <summary>Its workers.</summary>
    public int Workers { get; set; }

    /// <summary>How many units are at work.</summary>
    public int AtWork { get; set; }

    /// <summary>Units at work.</summary>
    public List<Computation> Running { get; } = [];

    /// <summary>Whether it is a member that is up.</summary>
    public bool IsUp => State == MemberState.Up && !Gone;

    /// <inheritdoc/>
    public override string ToString() => ActorName;
}

/// <summary>One node of the cluster; the same through all its lives.</summary>
/// <param name="index">Number of the node, from 0; lower is the lower address.</param>
/// <param name="roles">Its roles.</param>
/// <param name="speed">Its speed; 1 is the one that durations are given for.</param>
/// <param name="machine">The machine that it runs on.</param>
internal sealed class SimulatedNode(int index, IReadOnlyList<string> roles, double speed, Machine machine)
{
    /// <summary>Number of the node.</summary>
    public int Index => index;

    /// <summary>Its name, in the order of the addresses.</summary>
    public string Name { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"n{index:000}");

    /// <summary>Its roles.</summary>
    public IReadOnlyList<string> Roles => roles;

    /// <summary>Its speed.</summary>
    public double Speed => speed;

    /// <summary>The machine that it runs on.</summary>
    public Machine Machine => machine;

    /// <summary>Bits of the partitions that this node is on the far side of: two nodes hear each other when they have the same.</summary>
    public ulong Cuts { get; set; }

    /// <summary>Lives so far.</summary>
    public int Lives { get; set; }

    /// <summary>The current or last life; null before the first.</summary>
    public NodeLife? Life { get; set; }
}
