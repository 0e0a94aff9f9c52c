using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Morph.Actors.Clustering;
using Morph.Actors.Dispatching;
using Morph.Actors.Ledger;
using Morph.Actors.Metrics;
using Morph.Actors.Protocol;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>
/// The runs of a cluster, one after the other: a cluster singleton, persistent. Has the first one walked by its run coordinator and its clustering
/// coordinator, passes the workers' messages on to them, and starts them anew when they fail. When this actor moves to another node, the run goes on there.
/// </summary>
public sealed class RunQueue : LedgerActor, IWithTimers
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_beginAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_waitsAfter = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_askWithin = TimeSpan.FromSeconds(3);

    /// <summary>A status with more members would be too long for one message.</summary>
    private const int MembersTold = 300;

    private const int RunsTold = 50;

    private readonly QueueParts _parts;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<IActorRef> _followers = [];
    private QueueState _state = new();
    private ActiveRun? _active;

    /// <summary>Creates the queue.</summary>
    /// <param name="parts">What it works with.</param>
    /// <param name="time">The clock.</param>
    public RunQueue(QueueParts parts, TimeProvider time)
        : base("runs", time)
    {
        (_parts, _time) = (parts, time);

        Recover<RecoveryCompleted>(_ => OnRecovered());
        Recover<IWireMessage>(Apply);

        Command<SubmitRun>(OnSubmit);
        Command<FollowRun>(OnFollow);
        Command<CancelRun>(OnCancel);
        Command<GetClusterStatus>(_ => OnStatus());
        Command<RunProgressed>(OnProgressed);
        Command<StageEntered>(m => OnEntered(m.Progress));
        Command<RunEnded>(OnEnded);
        Command<RunFinished>(Close);
        Command<Unrecorded>(OnUnrecorded);
        Command<RecordAgain>(m => Record(m.Start, m.Ended));
        Command<EnqueueWork>(OnEnqueue);
        Command<Look>(_ => LookAround());
        Command<BeginAgain>(_ => Begin(claims: true));
        Command<Terminated>(t => OnTerminated(t.ActorRef));
        Command<IWireMessage>(m => _active?.Coordinator.Forward(m)); // Without a run at work nobody waits for it; workers ask again.
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Apply(IWireMessage @event) => _state = _state.Apply(@event);

    /// <summary>A coordinator that failed has forgotten where it was: the run begins anew, from the ledger.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(e =>
    {
        _log.Error(e, "A coordinator failed");
        return Directive.Stop;
    });

    /// <inheritdoc/>
    protected override void PostStop()
    {
        MorphMetrics.RunsQueued = null;
        base.PostStop();
    }

    private void OnRecovered()
    {
        MorphMetrics.RunsQueued = () => Math.Max(0, _state.Runs.Count - 1);
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, s_lookEvery);
        if (_parts.GoesOn)
        {
            Begin(claims: true);
        }
        else
        {
            _state = _state with { Runs = [] };
        }
    }

    private void OnSubmit(SubmitRun message)
    {
        var (sender, run) = (Sender, message.Start.Run);
        var refusal = message.Version != _parts.Version
            ? $"This cluster runs morph {_parts.Version}; submit with the same version, not with {message.Version}."
            : Invisible(run);
        if (refusal.Length > 0)
        {
            sender.Tell(new RunRefused(run.RunId, refusal));
            return;
        }

        var ahead = _state.Runs.FindIndex(r => r.Start.Run.RunId == run.RunId);
        if (ahead >= 0)
        {
            sender.Tell(new RunAccepted(run.RunId, ahead));
            return;
        }

        _log.Info("Run {0} in {1} is submitted", run.RunId, run.Directory);
        Keep([new RunQueued(message.Start, Now)], () =>
        {
            sender.Tell(new RunAccepted(run.RunId, _state.Runs.Count - 1));
            Begin(claims: false);
        });
    }

    private string Invisible(RunReference run)
    {
        try
        {
            _parts.Store.Open(run);
            return "";
        }
        catch (MorphException e)
        {
            return e.Message;
        }
    }

    private void OnFollow(FollowRun message)
    {
        if (_state.Finished.Find(f => f.RunId == message.RunId) is { } finished)
        {
            Sender.Tell(finished);
        }
        else if (_state.Runs.Exists(r => r.Start.Run.RunId == message.RunId))
        {
            if (_followers.Add(Sender))
            {
                Context.Watch(Sender);
                if (_active is { Progress: { } progress } active && active.Id == message.RunId)
                {
                    Sender.Tell(new RunProgressed(progress));
                }
            }
        }
        else
        {
            Sender.Tell(new RunRefused(message.RunId, $"Run {message.RunId} is not in this cluster's queue."));
        }
    }

    private void OnCancel(CancelRun message)
    {
        if (_active is { } active && active.Id == message.RunId)
        {
            _log.Info("Run {0} is cancelled", message.RunId);
            active.Coordinator.Tell(new StopRun());
        }
        else if (_state.Runs.Exists(r => r.Start.Run.RunId == message.RunId))
        {
            Close(new(message.RunId, ExitCode.Interrupted, "Cancelled while it waited; submitting it again continues it.", 0));
        }
        else
        {
            Sender.Tell(new RunRefused(message.RunId, $"Run {message.RunId} is not in this cluster's queue: there is nothing to cancel."));
        }
    }

    private void OnStatus()
    {
        var (members, runs, active) = (_parts.Members.All, _state.Runs, _active);
        ClusterStatus Status(WorkCensus census) => new(
            [.. members.Take(MembersTold).Select(m => census.Nodes.FirstOrDefault(n => n.Node == m.Node) is { } work
                ? m with { AtWork = work.AtWork, Done = work.Done, RatePerSecond = work.RatePerSecond }
                : m)],
            [.. runs.Take(RunsTold).Select((r, i) => new RunStatus(
                r.Start.Run.RunId, r.Start.Run.Directory, r.At, i == 0 ? active?.Progress : null, i == 0 ? active?.Waiting ?? "is about to begin" : "waits for the runs before it"))],
            census.Failures);
        if (active is null)
        {
            Sender.Tell(Status(WorkCensus.Empty));
        }
        else
        {
            active.Coordinator.Ask<WorkCensus>(new GetWorkCensus(), s_askWithin).PipeTo(
                Sender, Self, success: Status, failure: _ => Status(WorkCensus.Empty));
        }
    }

    private void Begin(bool claims)
    {
        if (_active is not null || _state.Runs.IsEmpty)
        {
            return;
        }

        var queued = _state.Runs[0].Start;
        var begun = new RunBegun(queued.Run.RunId, _state.Incarnation + 1, Now);
        Keep([begun], () =>
        {
            if (_active is not null || _state.Runs.IsEmpty || _state.Runs[0].Start.Run.RunId != begun.RunId)
            {
                return;
            }

            var (self, parts, time) = (Self, _parts, _time);
            var tellSample = parts.SamplesOf(begun.RunId);
            var clustering = Context.Watch(Context.ActorOf(
                Props.Create(() => new ClusteringCoordinator(begun.RunId, parts.Store, self, tellSample, queued.Work.Attempts, time)), $"clustering-{begun.Incarnation}"));
            var coordinator = Context.Watch(Context.ActorOf(
                Props.Create(() => new RunCoordinator(begun.RunId, parts.Store, new(tellSample, clustering), time)), $"run-{begun.Incarnation}"));
            _active = new(queued, coordinator, clustering);
            coordinator.Tell(queued with { Incarnation = begun.Incarnation, Claims = claims });
        });
    }

    private void OnEnqueue(EnqueueWork message)
    {
        // Entities of a run that was at work before may still speak.
        if (_active is { } active && message.Orders.All(o => o.Run.RunId == active.Id))
        {
            active.Coordinator.Forward(message);
        }
    }

    private void OnProgressed(RunProgressed message)
    {
        if (_active is { } active && Sender.Equals(active.Coordinator))
        {
            active.Progress = message.Progress;
            Tell(message);
        }
    }

    private void OnEntered(RunProgress progress)
    {
        if (_active is { } active && Sender.Equals(active.Coordinator))
        {
            active.Progress = progress;
        }
    }

    private void OnEnded(RunEnded ended)
    {
        if (_active is not { } active || !Sender.Equals(active.Coordinator))
        {
            return;
        }

        StopChildren(active);
        Record(active.Start, ended);
    }

    /// <summary>Leaves the record of an execution. A ledger that cannot be read just now is asked again; a directory that cannot be written to ends the run.</summary>
    private void Record(StartRun start, RunEnded ended) => _parts.Recorder.RecordAsync(start, ended).PipeTo(
        Self,
        failure: e => e is MorphException || !_parts.GoesOn
            ? new RunFinished(start.Run.RunId, ExitCode.Failed, e.GetBaseException().Message, ended.UnitsDone)
            : new Unrecorded(start, ended, e.GetBaseException().Message));

    private void OnUnrecorded(Unrecorded message)
    {
        _log.Warning("Run {0}: its end could not be recorded; trying again: {1}", message.Start.Run.RunId, message.Reason);
        Timers.StartSingleTimer(nameof(RecordAgain), new RecordAgain(message.Start, message.Ended), s_beginAgain);
    }

    private void Close(RunFinished finished)
    {
        _log.Info("Run {0} left the queue: {1}", finished.RunId, finished.Message);
        Keep([new RunClosed(finished, Now)], () =>
        {
            Tell(finished);
            if (_active?.Id == finished.RunId)
            {
                _active = null;
            }

            Begin(claims: false);
        });
    }

    /// <summary>A run waits without end when nobody can do its stage: say so.</summary>
    private void LookAround()
    {
        if (_active is not { Progress: { } progress } active)
        {
            return;
        }

        var role = NodeRoles.RoleOf(progress.Stage);
        if (_parts.Members.Has(role))
        {
            if (active.Waiting.Length > 0)
            {
                _log.Info("A node with the role {0} is in the cluster: run {1} goes on", role, active.Id);
            }

            (active.UnservedSince, active.Waiting) = (null, "");
            return;
        }

        active.UnservedSince ??= Now;
        if (active.Waiting.Length == 0 && Now - active.UnservedSince >= s_waitsAfter)
        {
            active.Waiting = $"waits for a node with the role {role}: none is in the cluster";
            _log.Warning("Run {0}, stage {1}, {2}", active.Id, progress.Stage.Word(), active.Waiting);
            Tell(new RunProgressed(progress with { Current = active.Waiting, RatePerSecond = null, Remaining = null }));
        }
    }

    private void OnTerminated(IActorRef actor)
    {
        if (_followers.Remove(actor) || _active is not { } active || (!actor.Equals(active.Coordinator) && !actor.Equals(active.Clustering)))
        {
            return;
        }

        _log.Warning("Run {0} lost its coordinator, most likely because the ledger could not be reached", active.Id);
        StopChildren(active);
        _active = null;
        if (_parts.GoesOn)
        {
            Timers.StartSingleTimer(nameof(BeginAgain), BeginAgain.Instance, s_beginAgain);
        }
        else
        {
            Tell(new RunFinished(
                active.Id, ExitCode.Failed, "The run's ledger could not be written or a coordinator failed: see morph.log. Free some space if the disk is full; the same command continues.", 0));
        }
    }

    private void StopChildren(ActiveRun active)
    {
        foreach (var child in new[] { active.Coordinator, active.Clustering })
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
    }

    private void Tell(IWireMessage message)
    {
        foreach (var follower in _followers)
        {
            follower.Tell(message);
        }
    }

    private sealed class ActiveRun(StartRun start, IActorRef coordinator, IActorRef clustering)
    {
        public StartRun Start { get; } = start;

        public string Id => Start.Run.RunId;

        public IActorRef Coordinator { get; } = coordinator;

        public IActorRef Clustering { get; } = clustering;

        public RunProgress? Progress { get; set; }

        public DateTimeOffset? UnservedSince { get; set; }

        public string Waiting { get; set; } = "";
    }

    private sealed record Unrecorded(StartRun Start, RunEnded Ended, string Reason);

    private sealed record RecordAgain(StartRun Start, RunEnded Ended);

    private sealed class Look
    {
        public static Look Instance { get; } = new();
    }

    private sealed class BeginAgain
    {
        public static BeginAgain Instance { get; } = new();
    }
}

/// <summary>What the queue of runs works with.</summary>
/// <param name="Store">Where the files of runs are.</param>
/// <param name="SamplesOf">How messages reach the entities of a run's samples.</param>
/// <param name="Recorder">Leaves the record of an execution.</param>
/// <param name="Members">The members of the cluster.</param>
/// <param name="GoesOn">
/// Whether runs that were at work when the queue stopped go on by themselves, as in a cluster; or wait to be submitted again, as on one machine, where the user's command decides.
/// </param>
/// <param name="Version">Version of the program.</param>
public sealed record QueueParts(
    IRunStore Store, Func<string, Action<string, object, IActorRef>> SamplesOf, IRunRecorder Recorder, IMembers Members, bool GoesOn, string Version);
