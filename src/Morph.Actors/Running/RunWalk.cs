using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Running;

/// <summary>One execution of a run in memory: where it is and what is outstanding. Lost with the process, made anew by the next start.</summary>
/// <param name="start">What was asked for.</param>
/// <param name="definition">What the run analyses and how.</param>
/// <param name="observer">Who hears of progress and end.</param>
/// <param name="dispatcher">Who hands out the work.</param>
internal sealed class RunWalk(StartRun start, RunDefinition definition, IActorRef observer, IActorRef dispatcher)
{
    public StartRun Start { get; } = start;

    public RunDefinition Definition { get; } = definition;

    public RunPlanner Planner { get; } = definition.PlannerOf(start.Run);

    public IActorRef Observer { get; } = observer;

    public IActorRef Dispatcher { get; } = dispatcher;

    public Stage Stage { get; set; }

    public StageClock? Clock { get; set; }

    /// <summary>Whether the stage's begin is in the journal.</summary>
    public bool Marked { get; set; }

    /// <summary>The coordinator's own units that are planned and not yet handed to the dispatcher.</summary>
    public Queue<WorkOrder> Planned { get; } = [];

    /// <summary>Its units that the dispatcher has.</summary>
    public Dictionary<UnitId, WorkOrder> Outstanding { get; } = [];

    /// <summary>Samples that wait to be asked for their embeddings.</summary>
    public Queue<string> SamplesPlanned { get; } = [];

    /// <summary>Samples that are being embedded.</summary>
    public Dictionary<string, EmbedSample> SamplesOutstanding { get; } = [];

    /// <summary>Fields done per sample.</summary>
    public EmbeddedFields EmbeddedFields { get; } = new();

    /// <summary>What the entities gave up.</summary>
    public List<QuarantinedItem> EmbedQuarantined { get; } = [];

    /// <summary>Items in quarantine, over all stages so far.</summary>
    public int QuarantinedCount { get; set; }

    /// <summary>What the clustering coordinator is asked for; null before its stages.</summary>
    public ClusterRun? Clustering { get; set; }

    /// <summary>Digest of the clustering results.</summary>
    public Digest Clusters { get; set; }

    /// <summary>Units computed by this execution.</summary>
    public int UnitsDone { get; set; }

    /// <summary>Set once the execution is to end.</summary>
    public (RunEnd End, string Reason)? Ending { get; set; }
}
