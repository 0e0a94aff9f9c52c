namespace Morph.Artifacts.Evaluations;

/// <summary>Names of representations in tables.</summary>
public static class RepresentationNames
{
    /// <summary>The run's embedding.</summary>
    public const string Morph = "morph";

    /// <summary>The run's embedding, standardised by batch.</summary>
    public const string Standardised = "standardised";

    /// <summary>The run's embedding, whitened on the controls.</summary>
    public const string Whitened = "whitened";

    /// <summary>Features measured by hand.</summary>
    public const string Hand = "hand";

    /// <summary>Mean intensity of each channel, alone.</summary>
    public const string Intensity = "intensity";

    /// <summary>The number of cells, alone.</summary>
    public const string Count = "count";

    /// <summary>The network before training.</summary>
    public const string Untrained = "untrained";

    /// <summary>The run's embedding against shuffled labels.</summary>
    public const string Shuffled = "shuffled";

    /// <summary>What a trained representation should beat.</summary>
    public static IReadOnlyList<string> Baselines { get; } = [Hand, Intensity, Count, Untrained];
}
