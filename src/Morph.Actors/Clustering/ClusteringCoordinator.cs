using Akka.Actor;
using Akka.Event;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Clustering;

/// <summary>
/// Gathers the references to all embeddings, has them reduced to a map and the map clustered. One per run in the cluster, persistent:
/// it owns the units of reduce and cluster. What is already done with the same inputs is not done again.
/// </summary>
public sealed class ClusteringCoordinator : LedgerActor
{
    private readonly IRunStore _store;
    private readonly ICanTell _run;
    private readonly Action<string, object, IActorRef> _tellSample;
    private readonly int _maxAttempts;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<EmbeddingInput> _gathered = [];
    private UnitLedger _units = UnitLedger.Empty;
    private ClusterRun? _request;
    private RunPlanner? _planner;
    private Queue<string> _samples = [];
    private ArtifactRecord? _inputs;
    private WorkOrder? _open;

    /// <summary>Creates the coordinator of a run's map and clusters.</summary>
    /// <param name="runId">The run's id: its place in the journal.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="run">The run coordinator.</param>
    /// <param name="tellSample">Sends a message to the entity of a sample.</param>
    /// <param name="maxAttempts">Attempts at an unforeseen failure.</param>
    /// <param name="time">The clock of the journal.</param>
    public ClusteringCoordinator(
        string runId, IRunStore store, ICanTell run, Action<string, object, IActorRef> tellSample, int maxAttempts, TimeProvider time)
        : base(JournalOf(runId), time)
    {
        (_store, _run, _tellSample, _maxAttempts) = (store, run, tellSample, maxAttempts);

        Recover<IWireMessage>(Apply);

        Command<ClusterRun>(OnRequest);
        Command<EmbeddingsPage>(OnPage);
        Command<InputsWritten>(OnInputs);
        Command<Audited>(OnAudited);
        Command<AttemptEnded>(m => OnEnded(m.End));
        Command<Status.Failure>(m => Fail(m.Cause is MorphException ? m.Cause.Message : $"{m.Cause.GetType().Name}: {m.Cause.Message}"));
    }

    /// <summary>The place of a run's map and clusters in the journal.</summary>
    public static string JournalOf(string runId) => $"clustering-{runId}";

    /// <inheritdoc/>
    protected override void Apply(IWireMessage @event) => _units = _units.Apply((IUnitEvent)@event);

    private void OnRequest(ClusterRun request)
    {
        if (_request is { } same && same.Run == request.Run && same.Until == request.Until)
        {
            OnReminder();
            return;
        }

        try
        {
            var definition = _store.Open(request.Run);
            (_request, _open, _inputs) = (request, null, null);
            _planner = definition.PlannerOf(request.Run);
            _samples = new(_planner.Samples.Where((_, i) => !request.Without.Contains(i)).Order(StringComparer.Ordinal));
            _gathered.Clear();
            GatherNext();
        }
        catch (MorphException e)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Repeats the question that may have been lost, and nothing that is under way here: gathering may take longer than the time between two reminders.</summary>
    private void OnReminder()
    {
        if (_open is not null)
        {
            _run.Tell(new EnqueueWork([_open]), Self); // The dispatcher may have started anew. It ignores what it already has.
        }
        else if (_samples.Count > 0)
        {
            GatherNext(); // The sample may have moved to another node. Of two answers the second is ignored.
        }
    }

    private void GatherNext()
    {
        if (_samples.TryPeek(out var sample))
        {
            _tellSample(sample, new GetEmbeddings(sample, _gathered.Count(g => g.Sample == sample)), Self);
            return;
        }

        if (_gathered.Count == 0)
        {
            Fail("No field could be embedded: nothing is left to reduce. See quarantine.csv for the reasons.");
            return;
        }

        var (store, run, inputs) = (_store, _request!.Run, _gathered.ToList());
        store.AsideAsync(() => store.WriteInputs(run, inputs)).PipeTo(Self, success: record => new InputsWritten(run, record));
    }

    private void OnPage(EmbeddingsPage page)
    {
        if (!_samples.TryPeek(out var sample) || sample != page.Sample || _gathered.Count(g => g.Sample == sample) != page.Offset)
        {
            return;
        }

        _gathered.AddRange(page.Files.Select(f => new EmbeddingInput(sample, f.Field, f.File)));
        if (page.Offset + page.Files.Length >= page.Total)
        {
            _samples.Dequeue();
        }

        GatherNext();
    }

    private void OnInputs(InputsWritten written)
    {
        if (_request?.Run != written.Run)
        {
            return;
        }

        _inputs = written.Record;
        var (store, run) = (_store, written.Run);
        var artifacts = _units.Entries.Values.Where(e => e.Result is not null).SelectMany(e => e.Result!.Artifacts).ToList();
        store.AsideAsync(() => store.Audit(run, artifacts)).PipeTo(Self, success: faults => new Audited(faults));
    }

    private void OnAudited(Audited audit)
    {
        var damaged = audit.Faults
            .Select(f => new UnitDamaged(_units.Entries.First(e => e.Value.Result?.Artifacts.Contains(f.Artifact) == true).Key, f.Path, f.Reason, Now))
            .DistinctBy(d => d.Unit)
            .ToList();
        foreach (var damage in damaged)
        {
            _log.Warning("Run {0}: {1} is {2}: {3} is done again", _request?.Run.RunId, damage.Path, damage.Reason, damage.Unit);
        }

        Keep(damaged, () => Advance(computed: null));
    }

    /// <summary>Has the next open unit computed, or tells that all is done.</summary>
    private void Advance(UnitId? computed)
    {
        var reduce = _planner!.Reduce(_inputs!);
        if (!Reached(reduce, computed))
        {
            return;
        }

        var result = _units.ResultOf(reduce.Unit, reduce.Key)!;
        if (_request!.Until > Stage.Reduce)
        {
            var cluster = _planner.Cluster(_inputs!, result.Artifacts[0]);
            if (!Reached(cluster, computed))
            {
                return;
            }

            result = _units.ResultOf(cluster.Unit, cluster.Key)!;
        }

        (_request, _open) = (null, null);
        _run.Tell(new RunClustered(result.Digest), Self);
    }

    private bool Reached(WorkOrder order, UnitId? computed)
    {
        var done = _units.ResultOf(order.Unit, order.Key) is not null;
        _run.Tell(new ClusteringAdvanced(order.Unit.Stage, done, computed == order.Unit), Self);
        if (!done)
        {
            _open = order;
            _run.Tell(new EnqueueWork([order]), Self);
        }

        return done;
    }

    private void OnEnded(IAttemptEnd end)
    {
        var dispatcher = Sender;
        if (_open is not { } order || order.Unit != end.Unit || order.Key != end.Key)
        {
            dispatcher.Tell(new AttemptSettled(end.Unit, end.Attempt, "the run no longer wants it"));
            return;
        }

        if (IsRepeated(end))
        {
            return;
        }

        switch (end)
        {
            case UnitComputed e:
                Keep(_units.Commit(e.Unit, e.Key, e.Attempt, e.Node, e.Result, Now), () =>
                {
                    dispatcher.Tell(new AttemptSettled(e.Unit, e.Attempt, ""));
                    Advance(e.Unit);
                });
                break;
            case UnitAbandoned e:
                // A map belongs to no single item, so there is nothing to quarantine: what nobody foresaw is tried again, all else stops the run.
                Keep(_units.Fail(e.Unit, e.Key, e.Attempt, e.Node, FailureKind.Unknown, e.Reason, _maxAttempts, Now), () =>
                {
                    dispatcher.Tell(new AttemptSettled(e.Unit, e.Attempt, ""));
                    if (e.Kind == FailureKind.Unknown && _units.FailuresOf(order.Unit, order.Key) < _maxAttempts)
                    {
                        dispatcher.Tell(new EnqueueWork([order]));
                    }
                    else
                    {
                        Fail(e.Reason);
                    }
                });
                break;
        }
    }

    private void Fail(string reason)
    {
        (_request, _open) = (null, null);
        _run.Tell(new ClusteringFailed(reason), Self);
    }

    private sealed record InputsWritten(RunReference Run, ArtifactRecord Record);

    private sealed record Audited(IReadOnlyList<ArtifactFault> Faults);
}
