using Akka.Actor;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>Executes a run on this machine: a cluster of one node with all roles in this process.</summary>
/// <param name="workers">This node's workers for a request.</param>
/// <param name="time">The clock.</param>
public sealed class LocalRun(Func<RunRequest, IRunStore, IEnumerable<(string Name, Func<IUnitExecutor> Executor)>> workers, TimeProvider time)
{
    /// <summary>Brings a run up to and including a stage. The same request on the same directory resumes; done work is checked, not repeated.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Hears how far the run is.</param>
    /// <param name="stop">Drain, checkpoint and end with <see cref="ExitCode.Interrupted"/>.</param>
    /// <exception cref="MorphException">The directory cannot be used, or is of another run.</exception>
    public async Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var directory = new RunDirectory(request.RunDirectory);
        directory.CheckWritable();
        using var held = directory.Lock();
        directory.CleanTemporaries();
        var before = await LedgerReader.ReadAsync(request.RunDirectory, stop);
        InputCheck.RequireUnchanged(request, before);
        var record = RunRecord.Begin(directory, request, before, time);

        var system = ActorSystem.Create("morph", AkkaConfiguration.Local(directory.JournalFile, request.Akka, directory.LogFile));
        try
        {
            await JoinSelfAsync(system);
            var ended = await RunAsync(system, request, record, progress, stop);
            var ledger = await LedgerReader.ReadAsync(system);
            return record.End(ended, ledger);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private async Task<RunEnded> RunAsync(ActorSystem system, RunRequest request, RunRecord record, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var store = new DirectoryRunStore();
        var run = RunActors.Start(system, record.Run.RunId, store, request.Work, workers(request, store), time);
        var ended = new TaskCompletionSource<RunEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new StartRun(record.Run, request.Until, request.Work);
        var observer = system.ActorOf(Props.Create(() => new RunObserver(run, start, progress, ended)), "observer");
        using var stopping = stop.Register(() => observer.Tell(new StopRun()));
        return await ended.Task;
    }

    private static Task JoinSelfAsync(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(cluster.SelfAddress);
        return up.Task;
    }
}
