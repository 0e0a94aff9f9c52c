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
    private readonly ActorSystem _system;
    private readonly IActorRef _run;
    private int _executions;

    private OneNode(ActorSystem system, IActorRef run) => (_system, _run) = (system, run);

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
        var executors = Enumerable.Range(0, workers).Select(i => ($"worker-{i}", (Func<IUnitExecutor>)(() => new FakeExecutor(computed, instead))));
        return new(system, RunActors.Start(system, MemoryRunStore.Reference.RunId, store, WorkSettings.Default, executors, TimeProvider.System));
    }

    public Task<RunEnded> RunAsync(Stage until = Stage.Report) => Begin(until).Ended.WaitAsync(TimeSpan.FromSeconds(60));

    public (Task<RunEnded> Ended, Action Stop) Begin(Stage until = Stage.Report)
    {
        var ended = new TaskCompletionSource<RunEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new StartRun(MemoryRunStore.Reference, until, WorkSettings.Default);
        var observer = _system.ActorOf(Props.Create(() => new RunObserver(_run, start, new Heard(Progress), ended)), $"observer-{_executions++}");
        return (ended.Task, () => observer.Tell(new StopRun()));
    }

    public Task<LedgerView> LedgerAsync() => LedgerReader.ReadAsync(_system);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class Heard(ConcurrentQueue<RunProgress> progress) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => progress.Enqueue(value);
    }
}
