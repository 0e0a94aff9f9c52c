using Akka.Actor;
using Morph.Actors.Embedding;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>
/// Which embedder has the entities of which samples: shards on nodes, as Akka's cluster sharding. A shard is given to the node with the fewest when it is first
/// spoken to, moves when its node leaves or is removed, and now and then when nodes have come; what is said to it meanwhile waits.
/// </summary>
/// <param name="cluster">The simulation.</param>
/// <param name="random">Times of the moves.</param>
internal sealed class SimulatedShards(SimulatedCluster cluster, RandomSource random)
{
    private const int MovedAtOnce = 20;
    private static readonly TimeSpan s_weighEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_handOff = TimeSpan.FromMilliseconds(100);

    private readonly SampleSharding _sharding = new();
    private readonly SortedDictionary<string, Shard> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shard> _shardOf = [];
    private NodeLife? _coordinator;

    /// <summary>Begins to weigh shards against nodes.</summary>
    public void Start() => cluster.Clock.After(s_weighEvery, () =>
    {
        Weigh();
        Start();
    });

    /// <summary>Tells the entity of a sample something in the name of <paramref name="sender"/>.</summary>
    public void Tell(NodeLife from, string entityId, object message, IActorRef sender)
    {
        if (!_shardOf.TryGetValue(entityId, out var shard))
        {
            var name = _sharding.ShardId(entityId, message);
            if (!_shards.TryGetValue(name, out shard))
            {
                _shards.Add(name, shard = new());
            }

            shard.Entities.Add(entityId);
            _shardOf.Add(entityId, shard);
        }

        if (shard.Home is null && !shard.Moving)
        {
            shard.Home = Lightest();
        }

        if (shard.Home is not { } home || shard.Moving)
        {
            shard.Waiting.Add((from, entityId, message, sender));
        }
        else
        {
            cluster.Network.SendToEntity(from, home, entityId, message, sender);
        }
    }

    /// <summary>A message has come to the node that had the entity when it was sent. Should the entity have moved meanwhile, the message goes after it.</summary>
    public void Arrived(NodeLife at, string entityId, object message, IActorRef sender)
    {
        var shard = _shardOf[entityId];
        if (shard.Home == at && !shard.Moving)
        {
            at.Actor.Tell(new NodeActor.ToEntity(entityId, message, sender));
        }
        else
        {
            Tell(at, entityId, message, sender);
        }
    }

    /// <summary>A node is no member any more: what it had is nowhere.</summary>
    public void Removed(NodeLife life)
    {
        if (_coordinator == life)
        {
            _coordinator = null;
        }

        foreach (var shard in _shards.Values.Where(s => s.Home == life))
        {
            shard.Home = null;
            shard.Moving = false;
        }

        FlushAll();
    }

    /// <summary>A node leaves: hands over what it has.</summary>
    public void Leave(NodeLife life)
    {
        if (_coordinator == life)
        {
            _coordinator = null;
        }

        foreach (var shard in _shards.Values.Where(s => s.Home == life && !s.Moving))
        {
            Move(shard, life);
        }
    }

    private void Weigh()
    {
        var nodes = Candidates();
        if (nodes.Count == 0)
        {
            return;
        }

        FlushAll();
        var counts = Counts();
        foreach (var shard in _shards.Values.Where(s => s is { Home: not null, Moving: false }).ToList())
        {
            var (most, least) = (counts.GetValueOrDefault(shard.Home!), nodes.Min(n => counts.GetValueOrDefault(n)));
            if (most - least >= 2 && _shards.Values.Count(s => s.Moving) < MovedAtOnce)
            {
                counts[shard.Home!] = most - 1;
                Move(shard, shard.Home!);
            }
        }
    }

    private void Move(Shard shard, NodeLife from)
    {
        shard.Moving = true;
        from.Actor.Tell(new NodeActor.StopEntities(shard.Entities));
        cluster.Clock.After(s_handOff + TimeSpan.FromMilliseconds(random.NextInt(400)), () =>
        {
            if (shard.Moving && shard.Home == from)
            {
                (shard.Moving, shard.Home) = (false, null);
                Flush(shard);
            }
        });
    }

    private void FlushAll()
    {
        foreach (var shard in _shards.Values)
        {
            Flush(shard);
        }
    }

    private void Flush(Shard shard)
    {
        if (shard.Moving || shard.Waiting.Count == 0)
        {
            return;
        }

        var waiting = shard.Waiting.ToList();
        shard.Waiting.Clear();
        foreach (var (from, entityId, message, sender) in waiting.Where(w => !w.From.Gone))
        {
            Tell(from, entityId, message, sender);
        }
    }

    private NodeLife? Lightest()
    {
        // Shards are given away by one of the embedders. When that is lost, nobody does until the others have removed it.
        _coordinator ??= cluster.Members.Oldest(NodeRoles.Embedder);
        if (_coordinator is null or { Gone: true } or { Unreachable: true })
        {
            return null;
        }

        var counts = Counts();
        return Candidates().MinBy(n => (counts.GetValueOrDefault(n), n.Node.Index));
    }

    private List<NodeLife> Candidates() => cluster.Members.All.Where(l => l is { State: MemberState.Up, Unreachable: false } && l.Node.Roles.Contains(NodeRoles.Embedder)).ToList();

    private Dictionary<NodeLife, int> Counts() => _shards.Values.Where(s => s.Home is not null).CountBy(s => s.Home!).ToDictionary();

    private sealed class Shard
    {
        public NodeLife? Home { get; set; }

        public bool Moving { get; set; }

        public List<string> Entities { get; } = [];

        public List<(NodeLife From, string EntityId, object Message, IActorRef Sender)> Waiting { get; } = [];
    }
}
