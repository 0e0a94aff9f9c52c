using System.Collections.Immutable;
using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Domain.Randomness;
using Morph.Domain.Work;
using Morph.Simulation.Clock;
using Morph.Simulation.Invariants;
using Morph.Simulation.Ledger;
using Morph.Simulation.Membership;
using Morph.Simulation.Network;
using Morph.Simulation.Results;

namespace Morph.Simulation;

/// <summary>
/// One simulated cluster: the real actors of all nodes in one actor system on one thread, and everything around them that is played. The system has no
/// thread, timer or connection of its own, and nothing outside holds it: when the simulation is over it is left to the garbage collector, since stopping it
/// in order would take the thread pool.
/// </summary>
internal sealed class SimulatedCluster
{
    /// <summary>Version of the program on every node.</summary>
    public const string Version = "simulated";

    /// <summary>Number of a node that is no member.</summary>
    private const int Outside = 999;

    private readonly ActorSystem _system;
    private readonly SimulatedScheduler _scheduler;
    private readonly Dictionary<string, NodeLife> _lives = [];
    private readonly Dictionary<IActorRef, NodeLife?> _homes = new(ReferenceEqualityComparer.Instance);
    private int _paused;

    /// <summary>Makes a cluster whose nodes are not started yet.</summary>
    public SimulatedCluster(SimulationOptions options, Sabotage sabotage)
    {
        (Options, Sabotage) = (options, sabotage);
        _system = SimulatedSystem.Create();
        _scheduler = (SimulatedScheduler)_system.Scheduler;
        Clock = new(_scheduler.Pump, _scheduler);
        Store = new(options);
        Invariants = new(this);
        Tally = new(this);
        Ledger = new(this, RandomSource.For(options.Seed, "ledger"));
        Network = new(this, Clock, RandomSource.For(options.Seed, "network"), options.Latency);
        Members = new(this, RandomSource.For(options.Seed, "members"));
        Shards = new(this, RandomSource.For(options.Seed, "shards"));
        Queue = new(this, RandomSource.For(options.Seed, "queue"));
        Proxies = new(this);
        Nodes = [.. NodeParts.NodesOf(options, Clock)];
        _scheduler.Cluster = this;
    }

    /// <summary>What is simulated.</summary>
    public SimulationOptions Options { get; }

    /// <summary>What a test spoils.</summary>
    public Sabotage Sabotage { get; }

    /// <summary>The time.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The shared directory.</summary>
    public SimulatedRunStore Store { get; }

    /// <summary>What must never happen.</summary>
    public InvariantChecker Invariants { get; }

    /// <summary>What is counted.</summary>
    public RunTally Tally { get; }

    /// <summary>The database.</summary>
    public SimulatedLedger Ledger { get; }

    /// <summary>What lies between the nodes.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Who is a member.</summary>
    public SimulatedMembers Members { get; }

    /// <summary>Where the samples' entities are.</summary>
    public SimulatedShards Shards { get; }

    /// <summary>Where the queue of runs is.</summary>
    public SimulatedQueue Queue { get; }

    /// <summary>The nodes' ways to the queue of runs.</summary>
    public ProxyBuffers Proxies { get; }

    /// <summary>The nodes.</summary>
    public ImmutableArray<SimulatedNode> Nodes { get; }

    /// <summary>Whether any process stands still.</summary>
    public bool AnyPaused => _paused > 0;

    /// <summary>Workers of all members, also of those that are dead and not yet removed.</summary>
    public int Workers => Members.All.Sum(l => l.Workers);

    /// <summary>The dispatcher of the run at work, as far as it is known.</summary>
    public IActorRef? Dispatcher { get; private set; }

    /// <summary>Entries of the ledger with their times, folded: what two runs of one seed have in common.</summary>
    public TraceDigest Trace { get; } = new();

    /// <summary>Begins a life of a node.</summary>
    public void Spawn(NodeLife life)
    {
        var workers = NodeParts.WorkersOf(life, this).ToList();
        life.Workers = workers.Count;
        _lives.Add(life.ActorName, life);
        life.Actor = _system.ActorOf(NodeActor.PropsOf(() => new NodeActor(this, life, workers)), life.ActorName);
        Tally.Started();
    }

    /// <summary>Makes an actor on a node that is no member: it only asks.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="props">Makes the actor, given the node and an actor of it that has no messages.</param>
    public IActorRef Client(string name, Func<NodeLife, Props> props)
    {
        var life = new NodeLife(new(Outside, [], 1, new(1, Clock)), 1, Clock.Now) { State = MemberState.Up };
        life.Actor = _system.ActorOf(Props.Empty, name);
        var actor = _system.ActorOf(props(life), $"{name}-actor");
        _homes[life.Actor] = _homes[actor] = life;
        return actor;
    }

    /// <summary>A life is over: nothing goes in or out any more.</summary>
    public void End(NodeLife life)
    {
        Tally.Stopped(life, early: life.State != MemberState.Leaving || life.Draining);
        if (life.Paused)
        {
            Resume(life);
        }

        life.Node.Machine.Change(() =>
        {
            life.Gone = true;
            life.Running.Clear();
        });
        life.Held.Clear();
        _system.Stop(life.Actor);
    }

    /// <summary>A process stands still.</summary>
    public void Pause(NodeLife life)
    {
        Tally.Disturbed(life);
        _paused++;
        life.Node.Machine.Change(() => life.Paused = true);
    }

    /// <summary>It goes on, with all that has come meanwhile.</summary>
    public void Resume(NodeLife life)
    {
        _paused--;
        life.Node.Machine.Change(() => life.Paused = false);
        var held = life.Held.ToList();
        life.Held.Clear();
        held.ForEach(h => h());
    }

    /// <summary>A node is no member any more: those who watch its actors are told.</summary>
    public void OnRemoved(NodeLife life)
    {
        foreach (var other in Nodes.Select(n => n.Life).OfType<NodeLife>().Where(l => !l.Gone && l != life))
        {
            foreach (var view in other.Views.Values.Where(v => v.Home == life).ToList())
            {
                view.Die();
            }
        }
    }

    /// <summary>An actor has ended: those nodes that watch it hear of it.</summary>
    public void TellOfDeath(IActorRef actor, NodeLife home)
    {
        foreach (var other in Nodes.Select(n => n.Life).OfType<NodeLife>().Where(l => !l.Gone && l != home))
        {
            if (other.Views.TryGetValue(actor, out var view))
            {
                Clock.After(Options.Latency, () =>
                {
                    if (SimulatedNetwork.Connects(home, other))
                    {
                        view.Die();
                    }
                });
            }
        }
    }

    /// <summary>The ledger got an entry.</summary>
    public void OnEntry(IWireMessage entry)
    {
        Trace.Add(Clock.Now, entry);
        if (entry is UnitCommitted committed)
        {
            Tally.Committed(committed.Unit);
        }

        Invariants.OnEntry(entry);
    }

    /// <summary>An actor is about to get a message. Returns whether it gets it.</summary>
    public bool Admits(IActorRef actor, object message)
    {
        if (!Sabotage.OnDelivery(actor, message))
        {
            return false;
        }

        switch (message)
        {
            case EnqueueWork work when IsDispatcher(actor):
                Dispatcher = actor;
                Invariants.OnEnqueued(work);
                break;
            case WorkOffered offer when HomeOf(actor) is { } home:
                Invariants.OnOffered(offer, home);
                break;
            case AttemptEnded ended when IsCoordinator(actor) && HomeOf(actor) is { State: not MemberState.Removed }:
                Invariants.OnPassedOn(ended.End);
                break;
        }

        return true;
    }

    /// <summary>Keeps something for an actor until its node goes on; false when the node runs.</summary>
    public bool Holds(IActorRef actor, Action later)
    {
        if (HomeOf(actor) is { Paused: true } life)
        {
            life.Held.Add(later);
            return true;
        }

        return false;
    }

    /// <summary>The actor and the node behind a reference that was given as a sender; null for none.</summary>
    public (IInternalActorRef Actor, NodeLife Home)? SourceOf(IActorRef sender) => sender switch
    {
        RemoteRef view => (view.Target, view.Home),
        IInternalActorRef actor when !actor.IsNobody() && HomeOf(actor) is { } home => (actor, home),
        _ => null,
    };

    private NodeLife? HomeOf(IActorRef actor)
    {
        if (!_homes.TryGetValue(actor, out var life))
        {
            var elements = actor.Path.Elements;
            _homes.Add(actor, life = elements.Count > 1 && elements[0] == "user" ? _lives.GetValueOrDefault(elements[1]) : null);
        }

        return life;
    }

    private static bool IsDispatcher(IActorRef actor) => actor.Path.Name.StartsWith("dispatcher-", StringComparison.Ordinal);

    private static bool IsCoordinator(IActorRef actor) =>
        actor.Path.Name.StartsWith("run-", StringComparison.Ordinal) || actor.Path.Name.StartsWith("clustering-", StringComparison.Ordinal);
}
