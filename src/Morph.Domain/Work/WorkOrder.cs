using System.Text.Json.Serialization;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;

namespace Morph.Domain.Work;

/// <summary>Everything a worker needs to compute one unit: names and references, never pixels or vectors.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Key">Digest of its inputs and parameters.</param>
/// <param name="Run">Where the run lives and which configuration it must have.</param>
/// <param name="Task">What to do.</param>
public sealed record WorkOrder(UnitId Unit, Digest Key, RunReference Run, UnitTask Task);

/// <summary>Where a run lives.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Directory">The run directory as every node sees it.</param>
/// <param name="Identity">Digest of manifest and settings: a node that finds other ones there must not work.</param>
public sealed record RunReference(string RunId, string Directory, Digest Identity);

/// <summary>What to do for one unit.</summary>
[JsonDerivedType(typeof(LoadTask), "load")]
[JsonDerivedType(typeof(MaskTask), "mask")]
[JsonDerivedType(typeof(TrainTask), "train")]
[JsonDerivedType(typeof(AdoptTask), "adopt")]
[JsonDerivedType(typeof(EmbedTask), "embed")]
[JsonDerivedType(typeof(ReduceTask), "reduce")]
[JsonDerivedType(typeof(ClusterTask), "cluster")]
[JsonDerivedType(typeof(ReportTask), "report")]
public abstract record UnitTask;

/// <summary>Read a field once and learn its moments and digest.</summary>
public sealed record LoadTask : UnitTask;

/// <summary>Mask a sample.</summary>
/// <param name="Without">Its fields that are in quarantine, of all its fields in the manifest's order.</param>
public sealed record MaskTask(LeftOut Without) : UnitTask;

/// <summary>Train the encoder, from a checkpoint if there is one.</summary>
/// <param name="Without">All fields in quarantine, of the whole manifest.</param>
/// <param name="Normalisation">Figures of the training samples.</param>
/// <param name="Checkpoint">The last committed checkpoint of this key, or null.</param>
public sealed record TrainTask(LeftOut Without, Normalisation Normalisation, TrainingCheckpoint? Checkpoint) : UnitTask;

/// <summary>Instead of training: bring the files of the run's model into its directory.</summary>
public sealed record AdoptTask : UnitTask;

/// <summary>Embed every window of a field.</summary>
/// <param name="Model">The trained model's file.</param>
public sealed record EmbedTask(ArtifactRecord Model) : UnitTask;

/// <summary>Reduce the kept windows of all fields.</summary>
/// <param name="Inputs">Listing of the embedding files.</param>
public sealed record ReduceTask(ArtifactRecord Inputs) : UnitTask;

/// <summary>Cluster the map.</summary>
/// <param name="Inputs">Listing of the embedding files.</param>
/// <param name="Map">The reduced map.</param>
public sealed record ClusterTask(ArtifactRecord Inputs, ArtifactRecord Map) : UnitTask;

/// <summary>Draw the report.</summary>
/// <param name="Losses">The loss log of the training.</param>
public sealed record ReportTask(ArtifactRecord Losses) : UnitTask;

/// <summary>A committed checkpoint of an unfinished training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="File">The checkpoint file.</param>
public sealed record TrainingCheckpoint(int Step, ArtifactRecord File);
