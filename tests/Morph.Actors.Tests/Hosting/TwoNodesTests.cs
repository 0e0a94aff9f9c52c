using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Morph.Actors.Hosting;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Tests.Hosting;

/// <summary>The configuration of a node in actual use: two actor systems on loopback.</summary>
public sealed class TwoNodesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_node_joins_by_its_seed_and_leaves_in_order_within_thirty_seconds()
    {
        using var folder = new TemporaryFolder();
        var journal = JournalPlace.File(folder.File("journal.db"));
        using var coordinator = Start(NodeRoles.Coordinator, journal);
        using var embedder = Start(NodeRoles.Embedder, journal);
        var seed = Akka.Cluster.Cluster.Get(coordinator).SelfAddress;
        await Akka.Cluster.Cluster.Get(coordinator).JoinSeedNodesAsync([seed]).WaitAsync(s_patience);
        await Akka.Cluster.Cluster.Get(embedder).JoinSeedNodesAsync([seed]).WaitAsync(s_patience);
        await SeenAsync(coordinator, 2);

        var clock = Stopwatch.StartNew();
        await CoordinatedShutdown.Get(embedder).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(s_patience);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        await embedder.WhenTerminated.WaitAsync(s_patience);
        await SeenAsync(coordinator, 1);
        Assert.Empty(Akka.Cluster.Cluster.Get(coordinator).State.Unreachable);
        await coordinator.Terminate();
    }

    private static ActorSystem Start(string role, JournalPlace journal) =>
        ActorSystem.Create("morph", AkkaConfiguration.Node(NodeSettings.Default with { Port = 0 }, [role], journal, Config.Empty));

    /// <summary>Waits until so many members are up, by the events that say so.</summary>
    private static async Task SeenAsync(ActorSystem system, int members)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = system.ActorOf(Props.Create(() => new Watch(members, reached)));
        try
        {
            await reached.Task.WaitAsync(s_patience);
        }
        finally
        {
            system.Stop(watch);
        }
    }

    private sealed class Watch : ReceiveActor
    {
        private readonly HashSet<Address> _up = [];

        public Watch(int members, TaskCompletionSource reached)
        {
            Receive<ClusterEvent.CurrentClusterState>(state =>
            {
                _up.UnionWith(state.Members.Where(m => m.Status == MemberStatus.Up).Select(m => m.Address));
                Check();
            });
            Receive<ClusterEvent.MemberUp>(up =>
            {
                _up.Add(up.Member.Address);
                Check();
            });
            Receive<ClusterEvent.MemberRemoved>(removed =>
            {
                _up.Remove(removed.Member.Address);
                Check();
            });
            ReceiveAny(_ => { });

            void Check()
            {
                if (_up.Count == members)
                {
                    reached.TrySetResult();
                }
            }
        }

        protected override void PreStart() =>
            Akka.Cluster.Cluster.Get(Context.System).Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.MemberRemoved));
    }
}
