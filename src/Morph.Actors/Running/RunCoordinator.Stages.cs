using Akka.Actor;
using Akka.Event;
using Morph.Actors.Dispatching;
using Morph.Actors.Metrics;
using Morph.Actors.Protocol;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>The walk through the stages.</summary>
public sealed partial class RunCoordinator
{
    private void Begin(Stage stage)
    {
        var walk = _walk!;
        if (walk.Ending is not null)
        {
            return;
        }

        (walk.Stage, walk.Marked) = (stage, false);
        switch (stage)
        {
            case Stage.Load:
                CheckInputs();
                break;
            case Stage.Mask or Stage.Train or Stage.Report:
                Audit(stage);
                break;
            case Stage.Embed:
                BeginEmbedding();
                break;
            default:
                walk.Clock = new(stage, 1, "maps", _time);
                RemindClustering();
                break;
        }
    }

    private void CheckInputs()
    {
        var (run, store, ledger) = (_walk!.Start.Run, _store, _state.Units);
        store.AsideAsync(() =>
        {
            store.RequireUnchangedInputs(run, ledger);
            return new InputsChecked();
        }).PipeTo(Self);
    }

    /// <summary>
    /// Are the stage's committed files still what the ledger says? Answered by <see cref="Audited"/>. A user's start asks; a coordinator that
    /// takes over in the middle does not read every file again.
    /// </summary>
    private void Audit(Stage stage)
    {
        if (_walk!.Start.Claims)
        {
            OnAudited(new(stage, []));
            return;
        }

        var (run, store) = (_walk!.Start.Run, _store);
        var artifacts = _state.Units.Entries.Where(e => e.Key.Stage == stage && e.Value.Result is not null).SelectMany(e => e.Value.Result!.Artifacts).ToList();
        store.AsideAsync(() => store.Audit(run, artifacts)).PipeTo(Self, success: faults => new Audited(stage, faults));
    }

    private void OnInputsChecked()
    {
        if (_walk is { Ending: null, Stage: Stage.Load } walk)
        {
            Plan([.. walk.Planner.Loads()], "fields");
        }
    }

    private void OnAudited(Audited audit)
    {
        if (_walk is not { Ending: null } walk)
        {
            return;
        }

        var damaged = audit.Faults.Select(f => new UnitDamaged(UnitOf(f.Artifact), f.Path, f.Reason, Now)).DistinctBy(d => d.Unit).ToList();
        foreach (var damage in damaged)
        {
            _log.Warning("Run {0}: {1} is {2}: {3} is done again", walk.Start.Run.RunId, damage.Path, damage.Reason, damage.Unit);
        }

        Keep(damaged, () =>
        {
            try
            {
                PlanAudited(walk, audit.Stage);
            }
            catch (StageException e)
            {
                Stop(RunEnd.Failed, e.Message);
            }
        });
    }

    private void PlanAudited(RunWalk walk, Stage stage)
    {
        switch (stage)
        {
            case Stage.Mask:
                Plan([.. walk.Planner.Samples.Select(s => walk.Planner.Mask(s, _state.Units)).OfType<WorkOrder>()], "samples");
                break;
            case Stage.Train when walk.Planner.Adopt() is { } adopt:
                Plan([adopt], "models");
                break;
            case Stage.Train:
                Plan([walk.Planner.Train(_state.Units, _state.CheckpointOf)], "steps", walk.Planner.StepsOf(_state.Units));
                break;
            default:
                var quarantined = Quarantined(walk);
                _store.WriteQuarantine(walk.Start.Run, quarantined);
                Plan([walk.Planner.Report(walk.Clusters, TrainedFile("losses.csv"), quarantined)], "pages");
                break;
        }
    }

    private void Plan(IReadOnlyList<WorkOrder> orders, string unit, int? total = null)
    {
        var walk = _walk!;
        var open = orders.Where(o => _state.Units.IsOpen(o.Unit, o.Key)).ToList();
        walk.Clock = new(walk.Stage, total ?? orders.Count, unit, _time);
        walk.Clock.Found(open.Count == 0 ? walk.Clock.Total : orders.Count - open.Count);
        walk.QuarantinedCount += orders.Count(o => _state.Units.IsQuarantined(o.Unit, o.Key));
        foreach (var order in open)
        {
            walk.Planned.Enqueue(order);
        }

        if (open.Count == 0)
        {
            EndStage();
        }
        else
        {
            Mark(() => TopUp(walk));
        }
    }

    private void TopUp(RunWalk walk)
    {
        if (walk.Ending is not null)
        {
            return;
        }

        var orders = new List<WorkOrder>();
        while (walk.Planned.Count > 0 && walk.Outstanding.Count < MaxOutstanding)
        {
            var order = walk.Planned.Dequeue();
            walk.Outstanding.Add(order.Unit, order);
            orders.Add(order);
        }

        if (orders.Count > 0)
        {
            foreach (var some in orders.Chunk(MaxOrdersPerMessage))
            {
                walk.Dispatcher.Tell(new EnqueueWork([.. some]));
            }
        }
        else if (walk.Outstanding.Count == 0)
        {
            EndStage();
        }
    }

    private void OnAttemptEnded(IAttemptEnd end)
    {
        var dispatcher = Sender;
        void Settle() => dispatcher.Tell(new AttemptSettled(end.Unit, end.Attempt, ""));
        if (_walk is not { } walk || !walk.Outstanding.TryGetValue(end.Unit, out var order) || order.Key != end.Key)
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
                Keep(_state.Units.Commit(e.Unit, e.Key, e.Attempt, e.Node, e.Result, Now), () =>
                {
                    walk.UnitsDone++;
                    Settle();
                    Close(walk, e.Unit);
                });
                break;
            case UnitAbandoned e:
                var attempts = walk.Start.Work.Attempts;
                Keep(_state.Units.Fail(e.Unit, e.Key, e.Attempt, e.Node, e.Kind, e.Reason, attempts, Now), () =>
                {
                    Settle();
                    OnFailed(walk, order, e, attempts);
                });
                break;
        }
    }

    private void OnFailed(RunWalk walk, WorkOrder order, UnitAbandoned failure, int attempts)
    {
        if (_state.Units.IsQuarantined(order.Unit, order.Key))
        {
            _log.Warning("Run {0}: {1} is in quarantine: {2}", order.Run.RunId, order.Unit, failure.Reason);
            walk.QuarantinedCount++;
            Close(walk, order.Unit);
        }
        else if (failure.Kind == FailureKind.Run || (failure.Kind == FailureKind.Unknown && _state.Units.FailuresOf(order.Unit, order.Key) >= attempts))
        {
            Stop(RunEnd.Failed, failure.Reason);
        }
        else
        {
            walk.Dispatcher.Tell(new EnqueueWork([order]));
        }
    }

    private void Close(RunWalk walk, UnitId unit)
    {
        walk.Outstanding.Remove(unit);
        if (unit.Stage == Stage.Train && walk.Definition.Model is null)
        {
            _store.DeleteCheckpoints(walk.Start.Run, _state.Units.Entries[unit].Key);
        }
        else
        {
            walk.Clock!.Reach(walk.Clock.Done + 1, walk.Clock.Total);
        }

        Report(walk, unit.Field.Length > 0 ? unit.Field : unit.Sample);
        TopUp(walk);
    }

    private void OnTrainingAdvanced(TrainingAdvanced message)
    {
        if (_walk is { Stage: Stage.Train, Clock: { } clock } walk && walk.Outstanding.GetValueOrDefault(new(Stage.Train))?.Key == message.Key)
        {
            if (clock.Done == 0 && message.Step > 1)
            {
                clock.Found(message.Step - 1);
            }

            clock.Reach(message.Step, message.Total);
            MorphMetrics.Training = () => new(message.Step, message.Mi);
            Report(walk, FormattableString.Invariant($"L_MI {message.Mi:0.000}"));
        }
    }

    private void OnCheckpoint(KeepCheckpoint message)
    {
        var trainer = Sender;
        Keep([new TrainingCheckpointed(message.Key, message.Checkpoint, Now)], () =>
        {
            trainer.Tell(new CheckpointKept(message.Checkpoint.Step));
            if (_walk is { } walk && walk.Outstanding.TryGetValue(new(Stage.Train), out var order) && order.Key == message.Key)
            {
                // Should the trainer go, the next one continues from here.
                var amended = walk.Outstanding[order.Unit] = order with { Task = (TrainTask)order.Task with { Checkpoint = message.Checkpoint } };
                walk.Dispatcher.Tell(new AmendWork(amended));
            }
        });
    }

    private void EndStage()
    {
        var walk = _walk!;
        MorphMetrics.Training = null;
        void GoOn()
        {
            if (walk.Stage == walk.Start.Until || walk.Stage == Stage.Report)
            {
                Stop(RunEnd.Done, "");
            }
            else
            {
                Begin(walk.Stage + 1);
            }
        }

        if (walk.Marked)
        {
            Keep([new StageMarked(walk.Stage, true, walk.Clock!.Total, Now)], GoOn);
        }
        else
        {
            GoOn();
        }
    }

    /// <summary>Notes the stage's begin in the journal, once, before its first unit is handed out.</summary>
    private void Mark(Action then)
    {
        var walk = _walk!;
        if (walk.Marked)
        {
            then();
            return;
        }

        walk.Marked = true;
        Report(walk, "");
        Keep([new StageMarked(walk.Stage, false, walk.Clock!.Total, Now)], then);
    }

    private void Report(RunWalk walk, string current) =>
        walk.Observer.Tell(new RunProgressed(walk.Clock!.Progress(current, walk.QuarantinedCount)));

    private List<QuarantinedItem> Quarantined(RunWalk walk) => [.. walk.Planner.Quarantined(_state.Units), .. walk.EmbedQuarantined];

    private UnitId UnitOf(ArtifactRecord artifact) =>
        _state.Units.Entries.First(e => e.Value.Result?.Artifacts.Contains(artifact) == true).Key;

    private ArtifactRecord TrainedFile(string name) =>
        _state.Units.Entries[new(Stage.Train)].Result!.Artifacts.First(a => a.Path.EndsWith('/' + name));
}
