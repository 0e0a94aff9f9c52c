using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Morph.Actors.Hosting;
using Morph.Actors.Protocol;
using Morph.Actors.Tests.Fakes;
using Morph.Actors.Working;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Cluster.Tests.Fakes;

/// <summary>Real nodes in this process, over loopback, with a real ledger and a real shared directory; only the computing is fake.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Version = "test";

    private readonly TemporaryFolder _folder = new();
    private readonly List<TestNode> _nodes = [];

    public TestCluster(int samples = 4, int fields = 3)
    {
        Seed = $"127.0.0.1:{FreePort()}";
        Store = new(MemoryRunStore.Definition(samples, fields));
        Shared = _folder.File("shared");
        Directory.CreateDirectory(Shared);
    }

    public string Seed { get; }

    public string Shared { get; }

    public MemoryRunStore Store { get; }

    public string Database => $"sqlite:{_folder.File("journal.db")}";

    /// <summary>Every unit that any node computed, with the node's name.</summary>
    public ConcurrentQueue<(string Node, UnitId Unit)> Computed { get; } = [];

    /// <summary>What goes wrong when the end of an execution is recorded, one after another.</summary>
    public ConcurrentQueue<Exception> RecordFailures { get; } = [];

    /// <summary>The first seed node, with these roles; ready when this returns.</summary>
    public Task<TestNode> FoundAsync(params ImmutableArray<string> roles) => StartAsync("seed", roles, seed: true);

    /// <summary>One more node; ready when this returns.</summary>
    public async Task<TestNode> StartAsync(string name, ImmutableArray<string> roles, bool seed = false, TestCompute? compute = null)
    {
        var node = Begin(name, roles, seed, compute);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>One more node, that may have to wait.</summary>
    public TestNode Begin(string name, ImmutableArray<string> roles, bool seed = false, TestCompute? compute = null, Func<NodeSettings, NodeSettings>? change = null, string version = Version, string akka = "")
    {
        var settings = new NodeSettings
        {
            Roles = roles,
            Port = seed ? int.Parse(Seed.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : 0,
            SeedNodes = [Seed],
            Database = Database,
            SharedDirectory = Shared,
        };
        var node = new TestNode(name, (change ?? (s => s))(settings), this, compute ?? ((_, _) => { }), version, akka);
        _nodes.Add(node);
        return node;
    }

    public Task<ClusterConnection> ConnectAsync() => ClusterConnection.OpenAsync([Seed], Version);

    /// <summary>Submits a run and waits for its end.</summary>
    public async Task<RunFinished> RunAsync(string runId = "test", TimeSpan? within = null)
    {
        await using var connection = await ConnectAsync();
        var start = new StartRun(MemoryRunStore.Reference with { RunId = runId }, Stage.Report, WorkSettings.Default);
        var finished = await connection.SubmitAsync(start, follow: true, _ => { }, new Progress<RunProgress>(), CancellationToken.None).WaitAsync(within ?? TimeSpan.FromSeconds(90));
        return finished!;
    }

    /// <summary>Waits until something holds, as seen from outside.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what, TimeSpan? within = null)
    {
        var deadline = DateTime.UtcNow + (within ?? TimeSpan.FromSeconds(60));
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < deadline, $"{what}: not within {within ?? TimeSpan.FromSeconds(60)}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(n => n.LeaveAsync()));
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What a fake executor does besides giving its result: wait, fail, nothing.</summary>
internal delegate void TestCompute(WorkOrder order, UnitContext context);
