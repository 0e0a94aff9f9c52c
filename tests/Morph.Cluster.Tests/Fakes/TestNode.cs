using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Configuration;
using Morph.Actors.Hosting;
using Morph.Actors.Tests.Fakes;
using Morph.Actors.Working;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Cluster.Tests.Fakes;

/// <summary>A node of a <see cref="TestCluster"/>.</summary>
internal sealed class TestNode
{
    private readonly ClusterNode _node;
    private readonly Task _life;
    private readonly CancellationTokenSource _stop = new();

    public TestNode(string name, NodeSettings settings, TestCluster cluster, TestCompute compute, string version, string akka)
    {
        Name = name;
        var workers = settings.Roles.Select(role => new NodeWorker($"{role}-worker", () => new RoleExecutor(role, (order, context) =>
        {
            cluster.Computed.Enqueue((name, order.Unit));
            compute(order, context);
        })));
        _node = new(
            new(settings, JournalPlace.Parse(settings.Database), ConfigurationFactory.ParseString(akka), cluster.Store, _ => new FakeRecorder(() => cluster.RecordFailures.TryDequeue(out var e) ? e : null), () => workers, version, Said.Enqueue), TimeProvider.System);
        _life = Task.Run(() => _node.RunAsync(_stop.Token));
    }

    public string Name { get; }

    public ConcurrentQueue<string> Said { get; } = [];

    public Task ReadyAsync() => TestCluster.UntilAsync(() => _node.State.Ready, $"{Name} is ready");

    /// <summary>Waits until the node says what it waits for.</summary>
    public Task SaysAsync(string text) => TestCluster.UntilAsync(
        () => _node.State.Reason.Contains(text, StringComparison.Ordinal), $"{Name} says '{text}'; it says: {string.Join(" | ", Said)}", TimeSpan.FromSeconds(30));

    /// <summary>Drains, as on SIGTERM.</summary>
    public Task LeaveAsync()
    {
        _stop.Cancel();
        return _life;
    }

    private sealed class RoleExecutor(string role, TestCompute compute) : IUnitExecutor
    {
        public ImmutableArray<Stage> Stages => [.. StageNames.All.Where(s => NodeRoles.RoleOf(s) == role)];

        public UnitResult Execute(WorkOrder order, UnitContext context)
        {
            compute(order, context);
            return FakeExecutor.ResultOf(order);
        }

        public void Dispose()
        {
        }
    }
}
