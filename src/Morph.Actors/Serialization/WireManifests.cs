using System.Collections.Frozen;
using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Work;

namespace Morph.Actors.Serialization;

/// <summary>
/// The name of every type that travels or is journalled. Names are part of the wire format: they are never reused,
/// and a changed meaning gets a new one.
/// </summary>
public static class WireManifests
{
    private static readonly FrozenDictionary<string, Type> s_types = new Dictionary<string, Type>
    {
        ["work.enqueue"] = typeof(EnqueueWork),
        ["work.request"] = typeof(RequestWork),
        ["work.offered"] = typeof(WorkOffered),
        ["work.renew"] = typeof(RenewLease),
        ["work.lost"] = typeof(LeaseLost),
        ["work.computed"] = typeof(UnitComputed),
        ["work.abandoned"] = typeof(UnitAbandoned),
        ["work.returned"] = typeof(UnitReturned),
        ["work.settled"] = typeof(AttemptSettled),
        ["work.ended"] = typeof(AttemptEnded),
        ["work.drain"] = typeof(DrainWork),
        ["work.drained"] = typeof(WorkDrained),
        ["run.start"] = typeof(StartRun),
        ["run.stop"] = typeof(StopRun),
        ["run.progressed"] = typeof(RunProgressed),
        ["run.ended"] = typeof(RunEnded),
        ["run.started"] = typeof(RunStarted),
        ["run.stage"] = typeof(StageMarked),
        ["run.snapshot"] = typeof(RunState),
        ["queue.submit"] = typeof(SubmitRun),
        ["queue.accepted"] = typeof(RunAccepted),
        ["queue.refused"] = typeof(RunRefused),
        ["queue.follow"] = typeof(FollowRun),
        ["queue.cancel"] = typeof(CancelRun),
        ["queue.finished"] = typeof(RunFinished),
        ["queue.queued"] = typeof(RunQueued),
        ["queue.begun"] = typeof(RunBegun),
        ["queue.closed"] = typeof(RunClosed),
        ["queue.ask"] = typeof(GetClusterStatus),
        ["queue.status"] = typeof(ClusterStatus),
        ["join.ask"] = typeof(AskToJoin),
        ["join.get"] = typeof(GetTerms),
        ["join.terms"] = typeof(JoinTerms),
        ["join.answer"] = typeof(JoinAnswer),
        ["train.advanced"] = typeof(TrainingAdvanced),
        ["train.keep"] = typeof(KeepCheckpoint),
        ["train.offered"] = typeof(CheckpointOffered),
        ["train.kept"] = typeof(CheckpointKept),
        ["train.checkpointed"] = typeof(TrainingCheckpointed),
        ["embed.sample"] = typeof(EmbedSample),
        ["embed.planned"] = typeof(SamplePlanned),
        ["embed.advanced"] = typeof(SampleAdvanced),
        ["embed.embedded"] = typeof(SampleEmbedded),
        ["embed.failed"] = typeof(SampleFailed),
        ["embed.get"] = typeof(GetEmbeddings),
        ["embed.page"] = typeof(EmbeddingsPage),
        ["cluster.run"] = typeof(ClusterRun),
        ["cluster.advanced"] = typeof(ClusteringAdvanced),
        ["unit.advanced"] = typeof(UnitAdvanced),
        ["cluster.done"] = typeof(RunClustered),
        ["cluster.failed"] = typeof(ClusteringFailed),
        ["unit.committed"] = typeof(UnitCommitted),
        ["unit.failed"] = typeof(UnitFailed),
        ["unit.quarantined"] = typeof(UnitQuarantined),
        ["unit.damaged"] = typeof(UnitDamaged),
        ["unit.reopened"] = typeof(UnitReopened),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> s_names = s_types.ToFrozenDictionary(t => t.Value, t => t.Key);

    /// <summary>All names with their types.</summary>
    public static IReadOnlyDictionary<string, Type> All => s_types;

    /// <summary>The name of a type.</summary>
    /// <exception cref="ArgumentException">The type may not travel.</exception>
    public static string NameOf(Type type) =>
        s_names.GetValueOrDefault(type) ?? throw new ArgumentException($"{type.FullName} has no wire manifest: register it in {nameof(WireManifests)}.", nameof(type));

    /// <summary>The type of a name.</summary>
    /// <exception cref="System.Runtime.Serialization.SerializationException">The name is unknown: written by a newer version.</exception>
    public static Type TypeOf(string name) =>
        s_types.GetValueOrDefault(name) ??
        throw new System.Runtime.Serialization.SerializationException($"Unknown message '{name}': it was written by a newer version of morph.");
}
