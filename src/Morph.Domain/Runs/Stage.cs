namespace Morph.Domain.Runs;

/// <summary>The seven stages of a run, in order.</summary>
public enum Stage
{
    /// <summary>Read every field once: is it sound, what are its moments and digest.</summary>
    Load,

    /// <summary>Tell cells from background, per sample.</summary>
    Mask,

    /// <summary>Train the encoder.</summary>
    Train,

    /// <summary>Embed every window of every field.</summary>
    Embed,

    /// <summary>Reduce the kept windows to two dimensions.</summary>
    Reduce,

    /// <summary>Cluster the map; label fields and samples.</summary>
    Cluster,

    /// <summary>Draw the page.</summary>
    Report,
}

/// <summary>The one word each stage has everywhere: folder, configuration, metric, command.</summary>
public static class StageNames
{
    /// <summary>All stages in order.</summary>
    public static IReadOnlyList<Stage> All { get; } = Enum.GetValues<Stage>();

    /// <summary>The stage's word, lower case.</summary>
    public static string Word(this Stage stage) => stage.ToString().ToLowerInvariant();
}
