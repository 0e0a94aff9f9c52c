using System.Collections.Immutable;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Protocol;

/// <summary>Trainer to the run coordinator: a step is done.</summary>
/// <param name="Key">Key of the training.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Total">Steps of the training.</param>
/// <param name="Mi">The step's mutual-information loss.</param>
public sealed record TrainingAdvanced(Digest Key, int Step, int Total, double Mi) : IWireMessage;

/// <summary>Trainer to the run coordinator: a checkpoint is on disk; keep its digest.</summary>
/// <param name="Key">Key of the training.</param>
/// <param name="Attempt">Fence of the attempt.</param>
/// <param name="Checkpoint">Step and file.</param>
public sealed record KeepCheckpoint(Digest Key, Attempt Attempt, TrainingCheckpoint Checkpoint) : IWireMessage;

/// <summary>Dispatcher to the run coordinator, in the trainer's name: a checkpoint of an attempt whose fence held.</summary>
/// <param name="Checkpoint">What to keep.</param>
public sealed record CheckpointOffered(KeepCheckpoint Checkpoint) : IWireMessage;

/// <summary>Run coordinator to the trainer: the checkpoint is in the ledger; older files may go.</summary>
/// <param name="Step">Its step.</param>
public sealed record CheckpointKept(int Step) : IWireMessage;

/// <summary>Run coordinator to a sample's entity: see that every field is embedded with this model.</summary>
/// <param name="Run">Where the run lives.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Masks">Digest of the sample's masks.</param>
/// <param name="Model">The trained model.</param>
/// <param name="Without">Its fields that are in quarantine, of all its fields in the manifest's order.</param>
/// <param name="MaxAttempts">Attempts before a field is given up.</param>
/// <param name="Check">Whether the files of fields that are done are to be compared with the ledger.</param>
public sealed record EmbedSample(
    RunReference Run, string Sample, Digest Masks, ArtifactRecord Model, LeftOut Without, int MaxAttempts, bool Check) : IWireMessage
{
    /// <summary>The last wish of <see cref="StartRun.Retry"/>: a sample that has not heard of it tries its given-up fields again.</summary>
    public DateTimeOffset? Retry { get; init; }
}

/// <summary>Journalled by a sample's entity: what it was last asked to see done.</summary>
/// <param name="Plan">The request.</param>
/// <param name="At">When.</param>
public sealed record SamplePlanned(EmbedSample Plan, DateTimeOffset At) : IWireMessage;

/// <summary>Sample's entity to the run coordinator: how far it is.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Committed">Fields done, so far.</param>
/// <param name="Computed">True when a field was computed just now, false when it was found done.</param>
/// <param name="Field">The field committed last.</param>
public sealed record SampleAdvanced(string RunId, string Sample, int Committed, bool Computed, string Field) : IWireMessage;

/// <summary>Sample's entity to the run coordinator: every field is done or given up.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Content">Digest of all its embeddings.</param>
/// <param name="Committed">Fields done.</param>
/// <param name="Quarantined">Fields given up.</param>
/// <param name="Examples">At most 50 of them with their reasons; the ledger has all.</param>
public sealed record SampleEmbedded(string RunId, string Sample, Digest Content, int Committed, int Quarantined, ImmutableArray<QuarantinedItem> Examples) : IWireMessage;

/// <summary>Sample's entity to the run coordinator: the run cannot go on.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Reason">Why.</param>
public sealed record SampleFailed(string RunId, string Sample, string Reason) : IWireMessage;

/// <summary>Clustering coordinator to a sample's entity: which embeddings do you have? Answered in pages.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Offset">First field wanted.</param>
public sealed record GetEmbeddings(string Sample, int Offset) : IWireMessage;

/// <summary>One page of a sample's embedding references.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Offset">Position of the first.</param>
/// <param name="Total">Fields the sample has.</param>
/// <param name="Files">At most 100 references in field order.</param>
public sealed record EmbeddingsPage(string Sample, int Offset, int Total, ImmutableArray<EmbeddingReference> Files) : IWireMessage;

/// <summary>Where the embeddings of one field are.</summary>
/// <param name="Field">The field.</param>
/// <param name="File">The file.</param>
public sealed record EmbeddingReference(string Field, ArtifactRecord File);

/// <summary>Run coordinator to the clustering coordinator: reduce and cluster what is embedded.</summary>
/// <param name="Run">Where the run lives.</param>
/// <param name="Until">Reduce or Cluster.</param>
/// <param name="Without">Samples that have no embeddings because all their fields are in quarantine, of all samples in their order.</param>
public sealed record ClusterRun(RunReference Run, Stage Until, LeftOut Without) : IWireMessage;

/// <summary>Clustering coordinator to the run coordinator: at this stage now.</summary>
/// <param name="Stage">Reduce or Cluster.</param>
/// <param name="Done">Whether it is done.</param>
/// <param name="Computed">Whether it was computed just now.</param>
public sealed record ClusteringAdvanced(Stage Stage, bool Done, bool Computed) : IWireMessage;

/// <summary>Worker to the run coordinator: how far the one unit of a stage is.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Current">What is being done, in words.</param>
public sealed record UnitAdvanced(string RunId, Stage Stage, string Current) : IWireMessage;

/// <summary>Clustering coordinator to the run coordinator: all that was asked for is done.</summary>
/// <param name="Content">Digest of the results.</param>
public sealed record RunClustered(Digest Content) : IWireMessage;

/// <summary>Clustering coordinator to the run coordinator: the run cannot go on.</summary>
/// <param name="Reason">Why.</param>
public sealed record ClusteringFailed(string Reason) : IWireMessage;
