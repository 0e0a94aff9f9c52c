using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Morph.Actors.Dispatching;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>
/// The run's state chart, one per run in the cluster. Walks the stages in order; in each it plans the units that are not yet done,
/// has them computed, and moves on when the ledger holds every one. A fresh run, a resumed one and a repair are the same walk.
/// Owns the units of load, mask, train and report; the embeddings belong to the samples' entities, map and clusters to the clustering coordinator.
/// </summary>
public sealed partial class RunCoordinator : LedgerActor, IWithTimers
{
    /// <summary>Orders in one message to the dispatcher: it stays well under what the transport takes.</summary>
    public const int MaxOrdersPerMessage = 50;

    private const int MaxOutstanding = 128;
    private const int SnapshotEvery = 500;
    private static readonly TimeSpan s_remindEvery = TimeSpan.FromSeconds(5);

    private readonly RunNeighbours _neighbours;
    private readonly IRunStore _store;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private RunState _state = new();
    private RunWalk? _walk;
    private long _snapshotAt;

    /// <summary>Creates the coordinator of a run.</summary>
    /// <param name="runId">The run's id: its place in the journal.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="neighbours">Who keeps embeddings and clusters.</param>
    /// <param name="time">The clock.</param>
    public RunCoordinator(string runId, IRunStore store, RunNeighbours neighbours, TimeProvider time)
        : base(JournalOf(runId), time)
    {
        (_store, _neighbours, _time) = (store, neighbours, time);

        Recover<SnapshotOffer>(offer => (_state, _snapshotAt) = ((RunState)offer.Snapshot, offer.Metadata.SequenceNr));
        var began = time.GetTimestamp();
        Recover<RecoveryCompleted>(_ => _log.Info(
            "Run {0}: {1} units of its ledger read in {2:0} ms", runId, _state.Units.Entries.Count, time.GetElapsedTime(began).TotalMilliseconds));
        Recover<IWireMessage>(Apply);

        Command<StartRun>(OnStart);
        Command<StopRun>(_ => Stop(RunEnd.Interrupted, ""));
        Command<AttemptEnded>(m => OnAttemptEnded(m.End));
        Command<CheckpointOffered>(m => OnCheckpoint(m.Checkpoint));
        Command<TrainingAdvanced>(OnTrainingAdvanced);
        Command<GetWorkCensus>(OnCensus);
        Command<InputsChecked>(_ => OnInputsChecked());
        Command<Audited>(OnAudited);
        Command<SampleAdvanced>(OnSampleAdvanced);
        Command<SampleEmbedded>(OnSampleEmbedded);
        Command<SampleFailed>(m => OnSampleFailed(m));
        Command<ClusteringAdvanced>(OnClusteringAdvanced);
        Command<UnitAdvanced>(OnUnitAdvanced);
        Command<RunClustered>(OnClustered);
        Command<ClusteringFailed>(m => Stop(RunEnd.Failed, m.Reason));
        Command<Remind>(_ => OnRemind());
        Command<WorkDrained>(_ => End());
        Command<SaveSnapshotSuccess>(m => DeleteSnapshots(new(m.Metadata.SequenceNr - 1)));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(m => _log.Warning("Old snapshots of the run could not be deleted: {0}", m.Cause.Message));
        Command<SaveSnapshotFailure>(m => _log.Warning("The run's snapshot could not be saved: {0}", m.Cause.Message));
        Command<Status.Failure>(m => Stop(RunEnd.Failed, m.Cause is MorphException ? m.Cause.Message : $"{m.Cause.GetType().Name}: {m.Cause.Message}"));
        Command<IWireMessage>(ForwardToDispatcher);
    }

    /// <summary>A run's own place in the journal.</summary>
    public static string JournalOf(string runId) => $"run-{runId}";

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Apply(IWireMessage @event)
    {
        _state = _state.Apply(@event);

        // A snapshot is as long as the run: the longer, the rarer, so that all of them together cost no more than the events do.
        if (!IsRecovering && LastSequenceNr - _snapshotAt >= Math.Max(SnapshotEvery, _state.Units.Entries.Count))
        {
            _snapshotAt = LastSequenceNr;
            SaveSnapshot(_state);
        }
    }

    private void OnStart(StartRun message)
    {
        if (_walk is not null)
        {
            Sender.Tell(new RunEnded(RunEnd.Failed, "The run is already at work.", 0));
            return;
        }

        RunDefinition definition;
        try
        {
            definition = _store.Open(message.Run);
        }
        catch (MorphException e)
        {
            Sender.Tell(new RunEnded(RunEnd.Failed, e.Message, 0));
            return;
        }

        var observer = Sender;
        var ownerOf = OwnersFrom(Self);
        var started = new RunStarted(message.Run, Math.Max(message.Incarnation, _state.Incarnation + 1), Now) { Retry = message.Retry };

        // A coordinator that takes over in the middle meets a wish that is fulfilled already.
        IReadOnlyList<IWireMessage> reopened = message.Retry is null || message.Retry == _state.Retry ? [] : _state.Units.Reopen(Now);
        var claims = message.Claims ? Worker.RenewWithin(message.Work.Lease) * 2 : TimeSpan.Zero;
        Keep([started, .. reopened], () =>
        {
            var dispatcher = Context.ActorOf(
                Props.Create(() => new WorkDispatcher(started.Run.RunId, started.Incarnation, message.Work, claims, ownerOf, _time)), $"dispatcher-{started.Incarnation}");
            _walk = new(message, definition, observer, dispatcher);
            Timers.StartPeriodicTimer(nameof(Remind), Remind.Instance, s_remindEvery);
            Begin(Stage.Load);
        });
    }

    private WorkOwners OwnersFrom(IActorRef self) => stage => stage switch
    {
        Stage.Embed => (message, unit, sender) => _neighbours.TellSample(unit.Sample, message, sender),
        Stage.Reduce or Stage.Cluster => (message, _, sender) => _neighbours.Clustering.Tell(message, sender),
        _ => (message, _, sender) => self.Tell(message, sender),
    };

    private void ForwardToDispatcher(IWireMessage message) => _walk?.Dispatcher.Forward(message); // Without a walk nothing is at work; workers ask again.

    private void OnCensus(GetWorkCensus message)
    {
        if (_walk is { } walk)
        {
            walk.Dispatcher.Forward(message);
        }
        else
        {
            Sender.Tell(WorkCensus.Empty);
        }
    }

    private void Stop(RunEnd end, string reason)
    {
        if (_walk is { Ending: null } walk)
        {
            walk.Ending = (end, reason);
            walk.Dispatcher.Tell(new DrainWork());
        }
    }

    private void End()
    {
        if (_walk is not { Ending: { } ending } walk)
        {
            return;
        }

        _walk = null;
        Timers.Cancel(nameof(Remind));
        Context.Stop(walk.Dispatcher);
        walk.Observer.Tell(new RunEnded(ending.End, ending.Reason, walk.UnitsDone));
    }

    /// <summary>Ask the neighbours again: they may have moved to another node meanwhile.</summary>
    private sealed class Remind
    {
        public static Remind Instance { get; } = new();
    }

    private sealed record InputsChecked;

    private sealed record Audited(Stage Stage, IReadOnlyList<ArtifactFault> Faults);
}

/// <summary>From the run coordinator to the queue, inside their node: a stage begins, of which it is not known yet whether anything is to be done.</summary>
/// <param name="Progress">Its figures.</param>
internal sealed record StageEntered(RunProgress Progress);

/// <summary>The actors that keep what the run coordinator does not.</summary>
/// <param name="TellSample">Sends a message to the entity of a sample.</param>
/// <param name="Clustering">The clustering coordinator.</param>
public sealed record RunNeighbours(Action<string, object, IActorRef> TellSample, ICanTell Clustering);
