using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Persistence;
using Akka.Persistence.Sql;
using Morph.Actors.Hosting;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Tests.Hosting;

public sealed class AkkaConfigurationTests
{
    /// <summary>Where keys are names that the user of Akka chooses: its reference cannot list them.</summary>
    private static readonly string[] s_free = ["akka.actor.serializers.", "akka.actor.serialization-bindings."];

    /// <summary>Blocks of our own, and the block of Akka's reference that has the same keys.</summary>
    private static readonly (string Own, string Like)[] s_likened =
    [
        ("akka.actor.morph-cluster-dispatcher.", "akka.actor.default-fork-join-dispatcher."),
        ("akka.coordinated-shutdown.phases.morph-drain.", "akka.coordinated-shutdown.phases.cluster-exiting."),
        ("akka.persistence.journal.sql.", "akka.persistence.journal-plugin-fallback."),
        ("akka.persistence.snapshot-store.sql.", "akka.persistence.snapshot-store-plugin-fallback."),
        ("akka.coordinated-shutdown.phases.", "akka.coordinated-shutdown.phases.every-phase."),
    ];

    public static TheoryData<string> Files => [.. AkkaConfiguration.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_that_we_set_is_one_that_Akka_has(string name)
    {
        var reference = Reference();
        var unknown = Leaves(ConfigurationFactory.ParseString(AkkaConfiguration.Text(name)))
            .Where(path => !s_free.Any(path.StartsWith))
            .Where(path => !reference.HasPath(path) && !s_likened.Any(l => path.StartsWith(l.Own, StringComparison.Ordinal) && reference.HasPath(Likened(path, l))))
            .ToList();
        Assert.Empty(unknown);
    }

    [Fact]
    public void A_key_that_Akka_has_not_would_be_found()
    {
        var reference = Reference();
        Assert.True(reference.HasPath("akka.cluster.split-brain-resolver.stable-after"));
        Assert.False(reference.HasPath("akka.cluster.split-brain-resolver.stable-afer"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_has_a_comment_above_it_or_above_the_keys_that_it_stands_with(string name)
    {
        var lines = AkkaConfiguration.Text(name).Split('\n').Select(l => l.Trim()).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].StartsWith('#') && lines[i].Contains('='))
            {
                var first = i;
                while (lines[first].Length > 0 && !lines[first].StartsWith('#') && first > 0)
                {
                    first--;
                }

                Assert.True(lines[first].StartsWith('#') || lines[first + 1] is var head && (head.EndsWith('{') || head.StartsWith("class", StringComparison.Ordinal)), $"{name}: {lines[i]}");
            }
        }
    }

    [Fact]
    public async Task One_machine_is_a_cluster_of_one_node_with_all_roles_and_its_ledger_in_the_run_directory()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("a \"quoted\" journal.db");
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Local(journal, ConfigurationFactory.ParseString("akka.cluster.sharding.buffer-size = 7"), folder.File("log")));
        var config = system.Settings.Config;
        Assert.Equal(NodeRoles.All.Order(), Akka.Cluster.Cluster.Get(system).SelfRoles.Order());
        Assert.Equal("127.0.0.1", Akka.Cluster.Cluster.Get(system).SelfAddress.Host);
        Assert.Contains(journal, config.GetString("akka.persistence.journal.sql.connection-string").Replace("\"\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("SQLite.MS", config.GetString("akka.persistence.query.journal.sql.provider-name"));
        Assert.Equal(1, config.GetInt("akka.persistence.journal.sql.parallelism"));
        Assert.Equal(7, config.GetInt("akka.cluster.sharding.buffer-size"));
        Assert.Equal("WARNING", config.GetString("akka.loglevel"));
        await system.Terminate();
    }

    [Fact]
    public async Task A_node_listens_where_it_is_told_and_is_known_by_its_host_name()
    {
        using var folder = new TemporaryFolder();
        var node = NodeSettings.Default with { Hostname = "localhost", BindHostname = "0.0.0.0", Port = PostgreSqlServer.FreePort() };
        var overrides = ConfigurationFactory.ParseString("akka { loglevel = DEBUG, cluster.roles = [nothing], remote.dot-netty.tcp.port = 1 }");
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Node(node, [NodeRoles.Embedder], JournalPlace.File(folder.File("journal.db")), overrides));
        var cluster = Akka.Cluster.Cluster.Get(system);
        Assert.Equal($"akka.tcp://morph@localhost:{node.Port}", cluster.SelfAddress.ToString());
        Assert.Equal([NodeRoles.Embedder], cluster.SelfRoles);
        Assert.Equal("-", system.Settings.Config.GetString(RunLog.FileKey));
        Assert.Equal("DEBUG", system.Settings.LogLevel);
        await system.Terminate();
    }

    [Fact]
    public void A_node_logs_its_own_news_where_nothing_else_is_asked_for()
    {
        var config = AkkaConfiguration.Node(NodeSettings.Default, NodeRoles.All, JournalPlace.File("/nowhere/journal.db"), Config.Empty);
        Assert.Equal("INFO", config.GetString("akka.loglevel"));
        Assert.Equal("127.0.0.1", config.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(["coordinator", "imaging", "trainer", "embedder"], config.GetStringList("akka.cluster.roles"));
    }

    [Fact]
    public async Task Heartbeats_have_threads_of_their_own()
    {
        using var folder = new TemporaryFolder();
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Local(folder.File("journal.db"), Config.Empty));
        foreach (var user in new[] { "akka.remote.use-dispatcher", "akka.cluster.use-dispatcher" })
        {
            var isPooled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            system.Dispatchers.Lookup(system.Settings.Config.GetString(user)).Schedule(() => isPooled.SetResult(Thread.CurrentThread.IsThreadPoolThread));
            Assert.False(await isPooled.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        }

        await system.Terminate();
    }

    [Fact]
    public async Task Leaving_drains_before_anything_else_and_ends_within_thirty_seconds()
    {
        using var folder = new TemporaryFolder();
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Local(folder.File("journal.db"), Config.Empty));
        var shutdown = CoordinatedShutdown.Get(system);
        var order = new ConcurrentQueue<string>();
        foreach (var phase in new[] { CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseServiceUnbind, "morph-drain", CoordinatedShutdown.PhaseBeforeServiceUnbind })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                order.Enqueue(phase);
                return Task.FromResult(Done.Instance);
            });
        }

        // Those that have a task of Akka's or of ours; the others take no time.
        string[] withTasks =
        [
            "morph-drain", CoordinatedShutdown.PhaseClusterShardingShutdownRegion, CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseClusterExiting,
            CoordinatedShutdown.PhaseClusterExitingDone, CoordinatedShutdown.PhaseClusterShutdown, CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        Assert.Equal(TimeSpan.FromSeconds(30), withTasks.Aggregate(TimeSpan.Zero, (sum, phase) => sum + shutdown.Timeout(phase)));

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["before-service-unbind", "morph-drain", "service-unbind", "cluster-leave"], order);
    }

    private static Config Reference() => new[]
        {
            ConfigurationFactory.Default(),
            ConfigurationFactory.FromResource<Akka.Remote.RemoteSettings>("Akka.Remote.Configuration.Remote.conf"),
            ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf"),
            ClusterSharding.DefaultConfig(), ClusterSingleton.DefaultConfig(), Akka.DistributedData.DistributedData.DefaultConfig(),
            Persistence.DefaultConfig(), SqlPersistence.DefaultConfiguration,
            ConfigurationFactory.ParseString("akka.coordinated-shutdown.phases.every-phase { timeout = 1s, recover = on, depends-on = [] }"),
        }.Aggregate(Config.Empty, (all, next) => all.WithFallback(next));

    private static string Likened(string path, (string Own, string Like) likened)
    {
        var rest = path[likened.Own.Length..];
        return likened.Like + (likened.Like.EndsWith("every-phase.", StringComparison.Ordinal) ? rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..] : rest);
    }

    private static IEnumerable<string> Leaves(Config config) => config.Root.GetObject().Items.SelectMany(item => Leaves(item.Key, item.Value));

    private static IEnumerable<string> Leaves(string path, HoconValue value) =>
        value.IsObject() ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value)) : [path];
}
