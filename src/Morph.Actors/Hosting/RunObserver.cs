using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>
/// Submits a run, follows it, passes its progress on, and completes when it has left the queue. Asks again every few seconds: the queue may move
/// from node to node meanwhile.
/// </summary>
public sealed class RunObserver : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_askEvery = TimeSpan.FromSeconds(2);

    private readonly ICanTell _queue;
    private readonly SubmitRun? _submit;
    private readonly string _runId;
    private readonly TaskCompletionSource<RunAccepted> _accepted;

    /// <summary>Creates the observer of one run.</summary>
    /// <param name="queue">The queue of runs, or a node on the way to it.</param>
    /// <param name="submit">What to submit; null to follow a run that is in the queue.</param>
    /// <param name="runId">The run.</param>
    /// <param name="progress">Hears how far the run is.</param>
    /// <param name="accepted">Completed when the run is in the queue.</param>
    /// <param name="ended">Completed at the end; fails with a <see cref="ConfigurationException"/> when the run is refused.</param>
    public RunObserver(
        ICanTell queue, SubmitRun? submit, string runId, IProgress<RunProgress> progress, TaskCompletionSource<RunAccepted> accepted, TaskCompletionSource<RunFinished> ended)
    {
        (_queue, _submit, _runId, _accepted) = (queue, submit, runId, accepted);
        Receive<AskAgain>(_ => Ask());
        Receive<RunAccepted>(m =>
        {
            _accepted.TrySetResult(m);
            Ask();
        });
        Receive<RunProgressed>(m => progress.Report(m.Progress));
        Receive<RunFinished>(m => ended.TrySetResult(m));
        Receive<RunRefused>(m =>
        {
            var refusal = new ConfigurationException(m.Reason);
            _accepted.TrySetException(refusal);
            ended.TrySetException(refusal);
        });
        Receive<CancelRun>(m => _queue.Tell(m, Self));
        Receive<Terminated>(t =>
        {
            var silence = new StageException(
                $"{t.ActorRef.Path.Address} no longer answers. If other coordinators are left the run goes on: 'morph status' tells of it.");
            _accepted.TrySetException(silence);
            ended.TrySetException(silence);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(AskAgain), AskAgain.Instance, s_askEvery);
        if (_queue is IActorRef queue)
        {
            Context.Watch(queue);
        }

        Ask();
    }

    private void Ask() => _queue.Tell(_submit is null || _accepted.Task.IsCompleted ? new FollowRun(_runId) : _submit, Self);

    private sealed class AskAgain
    {
        public static AskAgain Instance { get; } = new();
    }
}
