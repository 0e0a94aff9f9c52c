using Akka.Actor;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>Executes a run on this machine: a cluster of one node with all roles in this process.</summary>
/// <param name="workers">This node's workers for a request.</param>
/// <param name="summary">Writes the page for people.</param>
/// <param name="version">Version of the program.</param>
/// <param name="time">The clock.</param>
public sealed class LocalRun(Func<RunRequest, IRunStore, IEnumerable<NodeWorker>> workers, SummaryWriting summary, string version, TimeProvider time)
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
        InputCheck.RequireUnchanged(request.RunDirectory, request.Definition, before.Units);
        var run = RunRecord.Begin(directory, request, before, journal: "", time);

        var system = ActorSystem.Create("morph", AkkaConfiguration.Local(directory.JournalFile, request.Akka, directory.LogFile));
        try
        {
            await JoinSelfAsync(system);
            var finished = await RunAsync(system, new(run, request.Until, request.Work) { Retry = request.Retry }, request, progress, stop);
            return new(finished.ExitCode, finished.Message, finished.UnitsDone, QuarantineTable.Read(directory.QuarantineFile));
        }
        finally
        {
            await system.Terminate();
        }
    }

    private async Task<RunFinished> RunAsync(ActorSystem system, StartRun start, RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var store = new DirectoryRunStore();
        var duties = new NodeDuties(
            NodeRoles.All, store, new RunRecorder(system, summary, time), [.. workers(request, store)], Trouble: _ => null, GoesOn: false, version);
        var actors = RunActors.Start(system, duties, time);
        var accepted = new TaskCompletionSource<RunAccepted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<RunFinished>(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = system.ActorOf(
            Props.Create(() => new RunObserver(actors.Queue, new SubmitRun(start, version), start.Run.RunId, progress, accepted, ended)), "observer");
        using var stopping = stop.Register(() => observer.Tell(new CancelRun(start.Run.RunId)));
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
