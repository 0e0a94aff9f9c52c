namespace Morph.Imaging.Simulate;

/// <summary>
/// The truth behind a simulated sample: every figure that decides how its cells look. Lengths are pixels, levels are gray levels of an
/// 8-bit image above background, fractions are shares of cells. The defaults are the control's.
/// </summary>
/// <param name="Name">Short name with '-' between words and '+' between combined phenotypes.</param>
/// <param name="Description">What a biologist would say of it.</param>
public sealed record Phenotype(string Name, string Description)
{
    /// <summary>Mean number of cell centres in an area of 512 x 512 pixels.</summary>
    public double CellsPerField { get; init; } = 60;

    /// <summary>Probability that a cell settles against one that is already there; 0 scatters, 1 makes colonies.</summary>
    public double Clumping { get; init; } = 0.2;

    /// <summary>Smallest distance of two cell centres, as a share of the sum of their radii.</summary>
    public double Spacing { get; init; } = 0.8;

    /// <summary>Mean radius of a cell (of the circle of its area).</summary>
    public double CellRadius { get; init; } = 21;

    /// <summary>Mean ratio of a cell's long axis to its short one.</summary>
    public double CellElongation { get; init; } = 1.25;

    /// <summary>Waviness of the outline: amplitude of its harmonics as a share of the radius.</summary>
    public double Roughness { get; init; } = 0.06;

    /// <summary>Mean number of pointed protrusions of a cell.</summary>
    public double Protrusions { get; init; }

    /// <summary>Mean length of a protrusion as a share of the cell's radius.</summary>
    public double ProtrusionLength { get; init; } = 1.3;

    /// <summary>Mean radius of an interphase nucleus.</summary>
    public double NucleusRadius { get; init; } = 9.5;

    /// <summary>Mean ratio of a nucleus' long axis to its short one.</summary>
    public double NucleusElongation { get; init; } = 1.2;

    /// <summary>Contrast of chromatin texture: standard deviation of the logarithm of the DNA level, about.</summary>
    public double ChromatinContrast { get; init; } = 0.15;

    /// <summary>Grain of chromatin texture: distance of neighbouring clumps.</summary>
    public double ChromatinGrain { get; init; } = 3.5;

    /// <summary>Share of cells in mitosis: rounded, chromatin condensed, pH3 bright.</summary>
    public double MitoticFraction { get; init; } = 0.05;

    /// <summary>Share of interphase cells with two nuclei.</summary>
    public double BinucleateFraction { get; init; } = 0.02;

    /// <summary>Share of cells in apoptosis: shrunken, blebbing, DNA in bright fragments.</summary>
    public double ApoptoticFraction { get; init; } = 0.015;

    /// <summary>Share of interphase cells with one to three micronuclei.</summary>
    public double MicronucleusFraction { get; init; } = 0.02;

    /// <summary>Share of interphase cells whose nucleus has three to five lobes.</summary>
    public double LobedFraction { get; init; } = 0.01;

    /// <summary>Share of interphase cells of twice the size, cell and nucleus.</summary>
    public double GiantFraction { get; init; } = 0.005;

    /// <summary>Level of interphase DNA stain.</summary>
    public double DnaLevel { get; init; } = 75;

    /// <summary>Level of pH3 stain on condensed chromatin.</summary>
    public double Ph3Level { get; init; } = 150;

    /// <summary>Level of diffuse actin in the middle of a cell.</summary>
    public double CytoplasmLevel { get; init; } = 26;

    /// <summary>Level of the actin ring along the outline.</summary>
    public double CortexLevel { get; init; } = 45;

    /// <summary>Level of stress fibres.</summary>
    public double FibreLevel { get; init; } = 6;

    /// <summary>Factor on the stain of all channels; background and camera are unchanged.</summary>
    public double StainFactor { get; init; } = 1;
}
