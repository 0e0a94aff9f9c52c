using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Simulation;

/// <summary>What is simulated: a run on a cluster.</summary>
public sealed record SimulationOptions
{
    /// <summary>Seed of everything that is drawn.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Nodes, from 1.</summary>
    public int Nodes { get; init; } = 200;

    /// <summary>Nodes that keep the queue of runs; they have all roles, and the lowest addresses. From 1.</summary>
    public int Coordinators { get; init; } = 3;

    /// <summary>The other nodes read and mask, or embed, in turn; without it each does both.</summary>
    public bool OneRoleEach { get; init; }

    /// <summary>Fields of the image set, from 2.</summary>
    public int Fields { get; init; } = 400;

    /// <summary>Fields of a sample; a sample is masked in one piece, and its embeddings are kept by one actor.</summary>
    public int FieldsPerSample { get; init; } = 20;

    /// <summary>Windows that are embedded of each field.</summary>
    public int WindowsPerField { get; init; } = 169;

    /// <summary>How long each stage takes a node of speed 1.</summary>
    public StageDurations Durations { get; init; } = new();

    /// <summary>Standard deviation of the logarithm of a unit's duration; 0 for units that all take the same time.</summary>
    public double DurationSpread { get; init; } = 0.1;

    /// <summary>Standard deviation of the logarithm of a node's speed; 0 for nodes that are all the same.</summary>
    public double SpeedSpread { get; init; } = 0.2;

    /// <summary>Fields read, and fields embedded, at the same time by one node.</summary>
    public int UnitsPerNode { get; init; } = 1;

    /// <summary>Nodes that share a machine.</summary>
    public int NodesPerMachine { get; init; } = 1;

    /// <summary>Cores of a machine: reading or embedding a field takes one, any other unit takes all. Where more are taken than there are, all units are slower.</summary>
    public int CoresPerMachine { get; init; } = 1;

    /// <summary>Share of fields that cannot be read, 0 to 1; they end in quarantine.</summary>
    public double BadFields { get; init; }

    /// <summary>Training steps.</summary>
    public int TrainSteps { get; init; } = 300;

    /// <summary>Training steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 20;

    /// <summary>Mean time of a message from node to node.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Mean time of a write to the ledger.</summary>
    public TimeSpan LedgerLatency { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Mean time from a node's start to its first request for work.</summary>
    public TimeSpan NodeStart { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How work is handed out: attempts and lease.</summary>
    public WorkSettings Work { get; init; } = WorkSettings.Default;

    /// <summary>How soon the cluster notices what happens to its nodes.</summary>
    public ClusterTimes Times { get; init; } = ClusterTimes.Configured;

    /// <summary>
    /// The ledger gets an entry at least so often while a run is at work, or the run is stuck: longer than a lease, the loss of a coordinator and the longest unit together.
    /// </summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The simulation is given up after so long.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A training contrasts samples, and a part of them is held out.</summary>
    public const int LeastSamples = 4;

    /// <summary>How long the longest unit takes a node of speed 1; a training counts from checkpoint to checkpoint.</summary>
    public TimeSpan LongestUnit => new[]
    {
        Durations.Mask * FieldsPerSample,
        Durations.EmbedField + (Durations.Window * WindowsPerField),
        Durations.Train * ((double)CheckpointEvery / TrainSteps),
        Durations.Reduce,
        Durations.Cluster,
        Durations.Report,
        Durations.Load,
    }.Max();

    /// <summary>Samples of the image set.</summary>
    public int Samples => (Fields + FieldsPerSample - 1) / FieldsPerSample;

    /// <summary>Windows of the image set.</summary>
    public long Windows => (long)Fields * WindowsPerField;
}

/// <summary>How long units take a node of speed 1 with a machine to itself. The defaults are those of a 2-core virtual machine with fields of 512 x 512 x 3, windows embedded one by one.</summary>
public sealed record StageDurations
{
    /// <summary>To read one field.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>To mask one field.</summary>
    public TimeSpan Mask { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>To train.</summary>
    public TimeSpan Train { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>To embed one window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>What embedding a field takes beside its windows: reading pixels and mask, writing the file.</summary>
    public TimeSpan EmbedField { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>To reduce.</summary>
    public TimeSpan Reduce { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>To cluster.</summary>
    public TimeSpan Cluster { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>To draw the report.</summary>
    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What the first unit of each stage takes longer on a node: code is compiled, libraries and the model are loaded. It matters where a run is short.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.Zero;

    internal TimeSpan Of(Stage stage, SimulationOptions options, int fields) => stage switch
    {
        Stage.Load => Load,
        Stage.Mask => Mask * fields,
        Stage.Embed => EmbedField + (Window * options.WindowsPerField),
        Stage.Train => Train,
        Stage.Reduce => Reduce,
        Stage.Cluster => Cluster,
        _ => Report,
    };
}
