namespace Morph.Domain.Runs;

/// <summary>What a node of a cluster can do. A node may have any of them; a run needs each at least once.</summary>
public static class NodeRoles
{
    /// <summary>Keeps the queue of runs and each run's state; computes reduce, cluster and report.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Reads fields and masks samples.</summary>
    public const string Imaging = "imaging";

    /// <summary>Trains the encoder.</summary>
    public const string Trainer = "trainer";

    /// <summary>Keeps the state of the samples' embeddings and computes them.</summary>
    public const string Embedder = "embedder";

    /// <summary>All roles, as one machine has them.</summary>
    public static IReadOnlyList<string> All { get; } = [Coordinator, Imaging, Trainer, Embedder];

    /// <summary>The role that computes a stage.</summary>
    public static string RoleOf(Stage stage) => stage switch
    {
        Stage.Load or Stage.Mask => Imaging,
        Stage.Train => Trainer,
        Stage.Embed => Embedder,
        _ => Coordinator,
    };
}
