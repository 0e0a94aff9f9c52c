namespace Morph.Imaging.Simulate;

/// <summary>What a cell is doing; decides its outline and chromatin.</summary>
internal enum CellState
{
    Interphase,
    Mitotic,
    Apoptotic,
}

/// <summary>One cell, drawn but for its place.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Outline">Its outline about the origin.</param>
/// <param name="Chromatin">Its nuclei, chromosomes or fragments about the origin.</param>
/// <param name="Actin">Its actin.</param>
/// <param name="NuclearReach">Farthest chromatin from the centre, in pixels.</param>
/// <param name="Traits">What the truth table counts.</param>
internal sealed record Cell(
    CellState State,
    CellOutline Outline,
    IReadOnlyList<ChromatinBody> Chromatin,
    ActinStyle Actin,
    double NuclearReach,
    CellTraits Traits)
{
    /// <summary>Column of the centre; may lie outside the field.</summary>
    public double X { get; init; }

    /// <summary>Row of the centre; may lie outside the field.</summary>
    public double Y { get; init; }
}

/// <summary>What the truth table counts.</summary>
[Flags]
internal enum CellTraits
{
    None = 0,
    Binucleate = 1,
    Lobed = 2,
    Giant = 4,
    Micronucleated = 8,
}

/// <summary>An ellipse of chromatin with a wavy edge and a texture.</summary>
/// <param name="X">Column of its centre from the cell's centre.</param>
/// <param name="Y">Row of its centre from the cell's centre.</param>
/// <param name="SemiMajor">Half of the long axis, in pixels.</param>
/// <param name="SemiMinor">Half of the short axis, in pixels.</param>
/// <param name="Angle">Direction of the long axis, in radians.</param>
/// <param name="Waviness">Amplitude of the edge's waves as a share of the radius.</param>
/// <param name="Dna">Level of DNA stain.</param>
/// <param name="Ph3">Level of pH3 stain.</param>
/// <param name="Contrast">Contrast of the texture.</param>
/// <param name="Grain">Grain of the texture, in pixels.</param>
/// <param name="Nucleoli">Dark spots inside.</param>
/// <param name="Seed">Seed of edge and texture.</param>
internal sealed record ChromatinBody(
    double X,
    double Y,
    double SemiMajor,
    double SemiMinor,
    double Angle,
    double Waviness,
    double Dna,
    double Ph3,
    double Contrast,
    double Grain,
    int Nucleoli,
    ulong Seed);

/// <summary>Actin of one cell.</summary>
/// <param name="Cytoplasm">Level of diffuse actin in the middle.</param>
/// <param name="Cortex">Level of the ring along the outline.</param>
/// <param name="Fibre">Level of stress fibres.</param>
/// <param name="FibreAngle">Direction of the fibres, in radians.</param>
/// <param name="Seed">Seed of texture and fibres.</param>
internal readonly record struct ActinStyle(double Cytoplasm, double Cortex, double Fibre, double FibreAngle, ulong Seed);
