using Morph.Actors.Protocol;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>What the run coordinator has others keep: embeddings by the samples' entities, map and clusters by the clustering coordinator.</summary>
public sealed partial class RunCoordinator
{
    private const int MaxSamplesOutstanding = 16;

    private void BeginEmbedding()
    {
        var walk = _walk!;
        var samples = walk.Planner.Samples.Where(s => walk.Planner.MasksOf(s, _state.Units) is not null).ToList();
        walk.Clock = new(Stage.Embed, samples.Sum(s => walk.Planner.Usable(s, _state.Units).Count()), "fields", _time);
        foreach (var sample in samples)
        {
            walk.SamplesPlanned.Enqueue(sample);
        }

        walk.Observer.Tell(new StageEntered(walk.Clock.Progress("", walk.QuarantinedCount)), Self);
        TopUpSamples(walk);
    }

    private void TopUpSamples(RunWalk walk)
    {
        while (walk.SamplesPlanned.Count > 0 && walk.SamplesOutstanding.Count < MaxSamplesOutstanding)
        {
            var sample = walk.SamplesPlanned.Dequeue();
            var request = new EmbedSample(
                walk.Start.Run,
                sample,
                walk.Planner.MasksOf(sample, _state.Units)!.Digest,
                TrainedFile("best.ckpt"),
                walk.Planner.Without(sample, _state.Units, masked: true),
                walk.Start.Work.Attempts,
                Check: !walk.Start.Claims)
            {
                Retry = _state.Retry,
            };
            walk.SamplesOutstanding.Add(sample, request);
            _neighbours.TellSample(sample, request, Self);
        }

        if (walk.SamplesOutstanding.Count == 0)
        {
            EndStage();
        }
    }

    private void OnSampleAdvanced(SampleAdvanced message)
    {
        if (_walk is not { Stage: Stage.Embed, Ending: null } walk || !IsOfRun(message.RunId))
        {
            return;
        }

        void Count()
        {
            var (gained, computed) = walk.EmbeddedFields.Advance(message);
            walk.UnitsDone += computed;
            if (message.Computed)
            {
                walk.Clock!.Reach(walk.Clock.Done + gained, walk.Clock.Total);
                Report(walk, message.Field);
            }
            else
            {
                walk.Clock!.Found(gained);
            }
        }

        if (message.Computed)
        {
            Mark(Count);
        }
        else
        {
            Count();
        }
    }

    private void OnSampleEmbedded(SampleEmbedded message)
    {
        if (_walk is { Stage: Stage.Embed, Ending: null } walk && IsOfRun(message.RunId) && walk.SamplesOutstanding.Remove(message.Sample))
        {
            walk.UnitsDone += walk.EmbeddedFields.End(message);
            walk.EmbedQuarantined.AddRange(message.Examples);
            walk.QuarantinedCount += message.Quarantined;
            TopUpSamples(walk);
        }
    }

    private void OnSampleFailed(SampleFailed message)
    {
        if (IsOfRun(message.RunId))
        {
            Stop(RunEnd.Failed, message.Reason);
        }
    }

    /// <summary>Entities of a run that was at work before may still speak.</summary>
    private bool IsOfRun(string runId) => _walk?.Start.Run.RunId == runId;

    private void OnClusteringAdvanced(ClusteringAdvanced message)
    {
        if (_walk is not { Stage: Stage.Reduce or Stage.Cluster, Ending: null } walk || (walk.Stage == message.Stage && message.Done && walk.Clock!.Done == 1))
        {
            return;
        }

        if (walk.Stage != message.Stage)
        {
            walk.Marked = false;
            (walk.Stage, walk.Clock) = (message.Stage, new(message.Stage, 1, message.Stage == Stage.Reduce ? "maps" : "clusterings", _time));
        }

        if (message.Done && !message.Computed)
        {
            walk.Clock!.Found(1);
        }
        else if (!message.Done)
        {
            Mark(() => { });
        }
        else
        {
            walk.UnitsDone++;
            walk.Clock!.Reach(1, 1);
            Report(walk, "");
            Keep([new StageMarked(message.Stage, true, 1, Now)], () => walk.Marked = false);
        }
    }

    private void OnUnitAdvanced(UnitAdvanced message)
    {
        if (IsOfRun(message.RunId) && _walk is { Ending: null, Clock.Done: 0 } walk && walk.Stage == message.Stage)
        {
            Report(walk, message.Current);
        }
    }

    private void OnClustered(RunClustered message)
    {
        if (_walk is { Stage: Stage.Reduce or Stage.Cluster, Ending: null } walk)
        {
            walk.Clusters = message.Content;
            walk.Stage = walk.Start.Until == Stage.Reduce ? Stage.Reduce : Stage.Cluster;
            EndStage();
        }
    }

    private void OnRemind()
    {
        if (_walk is not { Ending: null } walk)
        {
            return;
        }

        if (walk.Stage == Stage.Embed)
        {
            foreach (var (sample, request) in walk.SamplesOutstanding)
            {
                _neighbours.TellSample(sample, request, Self);
            }
        }
        else if (walk.Stage is Stage.Reduce or Stage.Cluster)
        {
            RemindClustering();
        }
    }

    private void RemindClustering()
    {
        // What is left out follows from the ledger of stages that are over, and asking it goes through every field: once is enough.
        var walk = _walk!;
        walk.Clustering ??= new(
            walk.Start.Run,
            walk.Start.Until < Stage.Cluster ? Stage.Reduce : Stage.Cluster,
            LeftOut.Of(walk.Planner.Samples.Select(s => walk.Planner.MasksOf(s, _state.Units) is null)));
        _neighbours.Clustering.Tell(walk.Clustering, Self);
    }
}
