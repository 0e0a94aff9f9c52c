using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Embedding;

/// <summary>
/// Owns the durable state of one sample's embeddings; an entity of the shard region. Asks the dispatcher to have its open fields embedded,
/// commits what comes back, and tells the run coordinator when every field is done or given up. Forgets nothing when it moves to another node.
/// </summary>
public sealed class SampleEmbeddings : LedgerActor
{
    private const int ReferencesPerPage = 100;
    private const int MaxOutstanding = 64;
    private const int ExamplesSent = 50;

    private readonly IRunStore _store;
    private readonly ICanTell _run;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<UnitId, WorkOrder> _open = [];
    private readonly Queue<WorkOrder> _planned = [];
    private SampleState _state = SampleState.Empty;
    private ImmutableArray<WorkOrder> _orders;
    private bool _auditing;

    /// <summary>Creates the entity.</summary>
    /// <param name="entityId">Run and sample: its place in the journal.</param>
    /// <param name="store">Where the files of runs are.</param>
    /// <param name="run">The run coordinator.</param>
    /// <param name="time">The clock of the journal.</param>
    public SampleEmbeddings(string entityId, IRunStore store, ICanTell run, TimeProvider time)
        : base(JournalOf(entityId), time)
    {
        (_store, _run) = (store, run);

        Recover<IWireMessage>(Apply);

        Command<EmbedSample>(OnRequest);
        Command<Audited>(OnAudited);
        Command<AttemptEnded>(m => OnEnded(m.End));
        Command<GetEmbeddings>(OnGet);
        Command<Status.Failure>(m => Fail(m.Cause.Message));
    }

    /// <summary>The place of a sample's embeddings in the journal.</summary>
    public static string JournalOf(string runId, string sample) => JournalOf(SampleSharding.EntityIdOf(runId, sample));

    private static string JournalOf(string entityId) => $"embeddings-{entityId}";

    /// <inheritdoc/>
    protected override void Apply(IWireMessage @event) => _state = _state.Apply(@event);

    private EmbedSample Plan => _state.Plan!;

    private void OnRequest(EmbedSample request)
    {
        if (_auditing)
        {
            return;
        }

        var retried = request.Retry is not null && request.Retry != _state.Plan?.Retry;
        if (_open.Count > 0 && !retried && SamePlan(request))
        {
            // A reminder: the run may have moved to another node. Its dispatcher ignores what it already has.
            _run.Tell(new SampleAdvanced(Plan.Run.RunId, Plan.Sample, _orders.Length - _open.Count - _planned.Count, false, ""), Self);
            Enqueue(_open.Values);
            return;
        }

        try
        {
            _orders = [.. OrdersOf(request)];
        }
        catch (MorphException e)
        {
            _run.Tell(new SampleFailed(request.Run.RunId, request.Sample, e.Message), Self);
            return;
        }

        IReadOnlyList<IWireMessage> planned =
        [
            .. SamePlan(request) && !retried ? [] : (IReadOnlyList<IWireMessage>)[new SamplePlanned(request, Now)],
            .. retried ? _state.Units.Reopen(Now) : [],
        ];
        if (!request.Check)
        {
            Keep(planned, () => OnAudited(new([])));
            return;
        }

        _auditing = true;
        Keep(planned, () =>
        {
            var (store, run) = (_store, request.Run);
            var committed = _orders.Select(o => _state.Units.ResultOf(o.Unit, o.Key)).OfType<UnitResult>().SelectMany(r => r.Artifacts).ToList();
            store.AsideAsync(() => store.Audit(run, committed)).PipeTo(Self, success: faults => new Audited(faults));
        });
    }

    private bool SamePlan(EmbedSample request) =>
        _state.Plan is { } plan && plan.Run == request.Run && plan.Masks == request.Masks && plan.Model == request.Model && plan.Without == request.Without;

    private void OnAudited(Audited audit)
    {
        _auditing = false;
        var damaged = audit.Faults.Select(f => new UnitDamaged(
            _orders.First(o => _state.Units.ResultOf(o.Unit, o.Key)?.Artifacts.Contains(f.Artifact) == true).Unit, f.Path, f.Reason, Now)).ToList();
        foreach (var damage in damaged)
        {
            _log.Warning("Run {0}: {1} is {2}: {3} is done again", Plan.Run.RunId, damage.Path, damage.Reason, damage.Unit);
        }

        Keep(damaged, () =>
        {
            _open.Clear();
            _planned.Clear();
            foreach (var order in _orders.Where(o => _state.Units.IsOpen(o.Unit, o.Key)))
            {
                _planned.Enqueue(order);
            }

            _run.Tell(new SampleAdvanced(Plan.Run.RunId, Plan.Sample, _orders.Length - _planned.Count, false, ""), Self);
            TopUp();
            TellWhenDone();
        });
    }

    /// <summary>Hands over as many fields as are to be outstanding at once: a sample may have any number of them.</summary>
    private void TopUp()
    {
        var orders = new List<WorkOrder>();
        while (_open.Count < MaxOutstanding && _planned.TryDequeue(out var order))
        {
            _open.Add(order.Unit, order);
            orders.Add(order);
        }

        Enqueue(orders);
    }

    private void Enqueue(IEnumerable<WorkOrder> orders)
    {
        foreach (var some in orders.Chunk(RunCoordinator.MaxOrdersPerMessage))
        {
            _run.Tell(new EnqueueWork([.. some]), Self);
        }
    }

    private void OnEnded(IAttemptEnd end)
    {
        var dispatcher = Sender;
        if (_orders.IsDefault || _auditing)
        {
            return; // Moved here just now and not yet asked again: the end comes again until it is settled.
        }

        if (!_open.TryGetValue(end.Unit, out var order) || order.Key != end.Key)
        {
            dispatcher.Tell(new AttemptSettled(end.Unit, end.Attempt, "the sample no longer wants it"));
            return;
        }

        if (IsRepeated(end))
        {
            return;
        }

        var events = end switch
        {
            UnitComputed e => _state.Units.Commit(e.Unit, e.Key, e.Attempt, e.Node, e.Result, Now),
            UnitAbandoned e => _state.Units.Fail(e.Unit, e.Key, e.Attempt, e.Node, e.Kind, e.Reason, Plan.MaxAttempts, Now),
            _ => [],
        };
        Keep(events, () =>
        {
            dispatcher.Tell(new AttemptSettled(end.Unit, end.Attempt, ""));
            if (!_state.Units.IsOpen(order.Unit, order.Key))
            {
                _open.Remove(order.Unit);
                _run.Tell(new SampleAdvanced(Plan.Run.RunId, Plan.Sample, _orders.Length - _open.Count - _planned.Count, true, order.Unit.Field), Self);
                TopUp();
                TellWhenDone();
            }
            else if (end is UnitAbandoned { Kind: FailureKind.Item } || (end is UnitAbandoned { Kind: FailureKind.Unknown } && FailuresOf(order) < Plan.MaxAttempts))
            {
                dispatcher.Tell(new EnqueueWork([order]));
            }
            else if (end is UnitAbandoned failure)
            {
                Fail(failure.Reason);
            }
        });
    }

    private int FailuresOf(WorkOrder order) => _state.Units.FailuresOf(order.Unit, order.Key);

    private void Fail(string reason)
    {
        _auditing = false;
        _open.Clear();
        _planned.Clear();
        _run.Tell(new SampleFailed(Plan.Run.RunId, Plan.Sample, reason), Self);
    }

    private void TellWhenDone()
    {
        if (_open.Count + _planned.Count > 0)
        {
            return;
        }

        var done = _orders.Select(o => _state.Units.ResultOf(o.Unit, o.Key)).OfType<UnitResult>().ToList();
        var quarantined = _orders
            .Where(o => _state.Units.IsQuarantined(o.Unit, o.Key))
            .ToList();
        var examples = quarantined
            .Take(ExamplesSent)
            .Select(o => new QuarantinedItem(Stage.Embed, o.Unit.Sample, o.Unit.Field, FailuresOf(o), _state.Units.Entries[o.Unit].Reason));
        _run.Tell(new SampleEmbedded(Plan.Run.RunId, Plan.Sample, Digest.OfTexts(done.Select(r => r.Digest.Hex)), done.Count, quarantined.Count, [.. examples]), Self);
    }

    private void OnGet(GetEmbeddings request)
    {
        var references = OrdersOf(Plan)
            .Where(o => _state.Units.ResultOf(o.Unit, o.Key) is not null)
            .Select(o => new EmbeddingReference(o.Unit.Field, _state.Units.ResultOf(o.Unit, o.Key)!.Artifacts[0]))
            .ToList();
        Sender.Tell(new EmbeddingsPage(Plan.Sample, request.Offset, references.Count, [.. references.Skip(request.Offset).Take(ReferencesPerPage)]));
    }

    private IEnumerable<WorkOrder> OrdersOf(EmbedSample plan)
    {
        var sample = _store.OpenSample(plan.Run, plan.Sample);
        return sample.Without(plan.Without).Select(f => RunPlanner.Embed(plan.Run, sample, f, plan.Masks, plan.Model));
    }

    private sealed record Audited(IReadOnlyList<ArtifactFault> Faults);
}
