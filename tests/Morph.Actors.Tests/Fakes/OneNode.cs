using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Morph.Actors.Hosting;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Fakes;

/// <summary>A cluster of one node with the real actors and journal, and fake compute.</summary>
internal sealed class OneNode : IAsyncDisposable
{
    private const string Version = "test";
    private readonly ActorSystem _system;
    private readonly RunActors _actors;
    private int _executions;

    private OneNode(ActorSystem system, RunActors actors) => (_system, _actors) = (system, actors);

    public ConcurrentQueue<RunProgress> Progress { get; } = [];

    public static async Task<OneNode> StartAsync(
        string journal, IRunStore store, ConcurrentQueue<UnitId> computed, Func<WorkOrder, UnitContext, UnitResult?>? instead = null, int workers = 2)
    {
        var system = ActorSystem.Create("morph", AkkaConfiguration.Local(journal, Config.Empty));
        var cluster = Akka.Cluster.Cluster.Get(system);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(cluster.SelfAddress);
        await up.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var executors = Enumerable.Range(0, workers).Select(i => new NodeWorker($"worker-{i}", () => new FakeExecutor(computed, instead)));
        var duties = new NodeDuties(NodeRoles.All, store, new FakeRecorder(), [.. executors], _ => null, GoesOn: false, Version);
        return new(system, RunActors.Start(system, duties, TimeProvider.System));
    }

    public Task<RunFinished> RunAsync(Stage until = Stage.Report, DateTimeOffset? retry = null) => Begin(until, retry).Ended.WaitAsync(TimeSpan.FromSeconds(60));

    public (Task<RunFinished> Ended, Action Stop) Begin(Stage until = Stage.Report, DateTimeOffset? retry = null)
    {
        var accepted = new TaskCompletionSource<RunAccepted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<RunFinished>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = MemoryRunStore.Reference;
        var submit = new SubmitRun(new(run, until, WorkSettings.Default) { Retry = retry }, Version);
        var observer = _system.ActorOf(
            Props.Create(() => new RunObserver(_actors.Queue, submit, run.RunId, new Heard(Progress), accepted, ended)), $"observer-{_executions++}");
        return (ended.Task, () => observer.Tell(new CancelRun(run.RunId)));
    }

    public Task<LedgerView> LedgerAsync() => LedgerReader.ReadAsync(_system);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class Heard(ConcurrentQueue<RunProgress> progress) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => progress.Enqueue(value);
    }
}
