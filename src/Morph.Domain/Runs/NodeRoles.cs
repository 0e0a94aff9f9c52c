using System.Collections.Immutable;

namespace Morph.Domain.Runs;

/// <summary>What a node of a cluster does; it may have several roles, and a run needs each at least once.</summary>
public static class NodeRoles
{
    /// <summary>Keeps the queue of runs, walks each through its stages, and computes map, clusters and report. One of these nodes is at work, the others stand by.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Reads images and makes masks.</summary>
    public const string Imaging = "imaging";

    /// <summary>Trains the encoder.</summary>
    public const string Trainer = "trainer";

    /// <summary>Owns the embeddings of samples and computes them.</summary>
    public const string Embedder = "embedder";

    /// <summary>All roles, in the order of a run.</summary>
    public static ImmutableArray<string> All { get; } = [Coordinator, Imaging, Trainer, Embedder];

    /// <summary>The role that computes a stage.</summary>
    public static string RoleOf(Stage stage) => stage switch
    {
        Stage.Load or Stage.Mask => Imaging,
        Stage.Train => Trainer,
        Stage.Embed => Embedder,
        _ => Coordinator,
    };
}
