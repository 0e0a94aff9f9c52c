namespace Morph.Learning.Networks;

/// <summary>What follows the products of a layer.</summary>
public enum LayerEnd
{
    /// <summary>Nothing.</summary>
    Open,

    /// <summary>A bias and ReLU: the scale of the response stays.</summary>
    Biased,

    /// <summary>Batch norm and ReLU: the scale of the response goes.</summary>
    Normalised,
}
