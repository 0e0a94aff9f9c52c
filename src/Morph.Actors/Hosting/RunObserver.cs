using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>Starts a run, passes its progress on, and completes when the execution has ended.</summary>
public sealed class RunObserver : ReceiveActor
{
    private readonly IActorRef _run;
    private readonly StartRun _start;

    /// <summary>Creates the observer of one execution.</summary>
    /// <param name="run">The run coordinator.</param>
    /// <param name="start">What to start.</param>
    /// <param name="progress">Hears how far the run is.</param>
    /// <param name="ended">Completed at the end.</param>
    public RunObserver(IActorRef run, StartRun start, IProgress<RunProgress> progress, TaskCompletionSource<RunEnded> ended)
    {
        (_run, _start) = (run, start);
        Receive<RunProgressed>(m => progress.Report(m.Progress));
        Receive<RunEnded>(m => ended.TrySetResult(m));
        Receive<StopRun>(m => _run.Tell(m));
    }

    /// <inheritdoc/>
    protected override void PreStart() => _run.Tell(_start);
}
