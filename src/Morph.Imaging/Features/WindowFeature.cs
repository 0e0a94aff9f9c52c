namespace Morph.Imaging.Features;

/// <summary>A feature of a window.</summary>
/// <param name="Name">Its name, such as "DNA_mean".</param>
/// <param name="Family">What it is about.</param>
public sealed record WindowFeature(string Name, FeatureFamily Family);

/// <summary>
/// What features are about. Families are of very different size, and would count by their size where distances are taken: give each the same weight.
/// </summary>
public enum FeatureFamily
{
    /// <summary>How many cells, how close together, how much of the window they cover.</summary>
    Number,

    /// <summary>How much stain there is in the whole window.</summary>
    Amount,

    /// <summary>How bright the foreground is, and how its brightness is distributed.</summary>
    Brightness,

    /// <summary>Gradients, bands of scales, co-occurrence of grey levels.</summary>
    Texture,

    /// <summary>Channels beside each other, nuclei beside the rest of the cells.</summary>
    Relation,

    /// <summary>Size, shape and brightness of nuclei.</summary>
    Nuclei,
}
