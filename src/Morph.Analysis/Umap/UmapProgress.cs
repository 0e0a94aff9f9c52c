namespace Morph.Analysis.Umap;

/// <summary>How far a map is.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Done">Units done: epochs of the layout; 0 or 1 for the other steps.</param>
/// <param name="Total">Units in all.</param>
public readonly record struct UmapProgress(UmapStep Step, int Done, int Total);

/// <summary>The steps of making a map, in order.</summary>
public enum UmapStep
{
    /// <summary>Finding the nearest neighbours.</summary>
    Neighbors,

    /// <summary>Weighing the neighbours.</summary>
    Graph,

    /// <summary>The spectral start of the layout.</summary>
    Start,

    /// <summary>The layout itself.</summary>
    Layout,
}
