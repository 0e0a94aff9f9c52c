using System.Globalization;

namespace Morph.Imaging.Simulate;

/// <summary>
/// The phenotypes in their fixed order. Sample i shows number i: first the single ones (docs/phenotypes.md), then every pair of
/// morphologies, in the order of their numbers but with the colonies last, then those pairs again sparse, dim, and both; after that
/// all is repeated as replicates.
/// </summary>
public static class PhenotypeCatalogue
{
    /// <summary>Cell density of <see cref="DensityPair"/>'s second sample over that of the first.</summary>
    public const double DensityFactor = 0.4;

    /// <summary>Stain of <see cref="IntensityPair"/>'s second sample over that of the first, in all channels.</summary>
    public const double IntensityFactor = 0.5;

    private const int Control = 0;
    private const int SpreadFibres = 3;
    private const int Clumped = 6;
    private const int Sparse = 7;
    private const int Dim = 9;

    private static readonly Change[] Changes =
    [
        new("control", "even epithelial cells, few in mitosis", p => p),
        new("large-nuclei", "nuclei of 1.5 times the radius", p => p with { NucleusRadius = p.NucleusRadius * 1.5, CellRadius = p.CellRadius * 1.15 }),
        new("elongated", "spindle-shaped cells with long nuclei", p => p with
        {
            CellElongation = p.CellElongation * 2.6,
            NucleusElongation = p.NucleusElongation * 1.6,
            FibreLevel = p.FibreLevel + 14,
        }),
        new("spread-fibres", "spread cells with stress fibres", Spread),
        new("mitotic-arrest", "a third of the cells rounded up in mitosis", p => p with { MitoticFraction = 0.35 }),
        new("binucleate", "most cells with two nuclei", p => p with
        {
            BinucleateFraction = 0.65,
            CellRadius = p.CellRadius * 1.1,
            CellsPerField = p.CellsPerField * 0.8,
        }),
        new("clumped", "tight colonies with bare ground between", p => p with { Clumping = 0.97, Spacing = 0.62 }),
        new("sparse", "as sample 0, at 0.4 times the density and nothing else", p => p with { CellsPerField = p.CellsPerField * DensityFactor }),
        new("granular-chromatin", "coarse bright chromatin clumps", p => p with { ChromatinContrast = 0.65, ChromatinGrain = 4.5 }),
        new("spread-fibres-dim", "as sample 3, at 0.5 times the stain of all channels and nothing else", p => Dimmed(Spread(p))),
        new("apoptotic", "nearly half of the cells shrunken, blebbing, nuclei in fragments", p => p with { ApoptoticFraction = 0.45 }),
        new("cortical-ring", "small round scattered cells, all actin in a bright ring", p => p with
        {
            CellRadius = p.CellRadius * 0.86,
            CellElongation = 1.06,
            Roughness = p.Roughness * 0.4,
            CortexLevel = p.CortexLevel * 2.3,
            CytoplasmLevel = p.CytoplasmLevel * 0.45,
            FibreLevel = 0,
            Clumping = 0,
            Spacing = 1.05,
        }),
        new("protrusions", "star-shaped cells with long pointed protrusions", p => p with
        {
            Protrusions = 5,
            CellRadius = p.CellRadius * 0.75,
            CytoplasmLevel = p.CytoplasmLevel * 1.3,
            Clumping = 0.05,
            Spacing = 1.1,
        }),
        new("giant-lobed", "giant cells with many-lobed nuclei", p => p with
        {
            GiantFraction = 0.5,
            LobedFraction = 0.75,
            CellsPerField = p.CellsPerField * 0.45,
        }),
        new("micronuclei", "most cells with one to three micronuclei", p => p with { MicronucleusFraction = 0.75 }),
        new("small-dispersed", "small condensed nuclei in small cells, well apart", p => p with
        {
            NucleusRadius = p.NucleusRadius * 0.62,
            CellRadius = p.CellRadius * 0.68,
            DnaLevel = p.DnaLevel * 1.4,
            Clumping = 0,
            Spacing = 1.25,
        }),
    ];

    // Others scatter their cells; the colonies come last, so that they win.
    private static readonly Change[] Combinable = [.. Changes.Where((_, i) => i is not (Control or Sparse or Dim or Clumped)), Changes[Clumped]];

    private static readonly (Change First, Change Second)[] Pairs =
    [
        .. Combinable.SelectMany((first, i) => Combinable.Skip(i + 1).Select(second => (first, second))),
    ];

    /// <summary>Number of single phenotypes: samples from this index on show combinations.</summary>
    public static int SingleCount => Changes.Length;

    /// <summary>Number of different phenotypes: samples from this index on are replicates of earlier ones.</summary>
    public static int Count => Changes.Length + (4 * Pairs.Length);

    /// <summary>Sample indices that differ only in cell density (the second has <see cref="DensityFactor"/> times as many).</summary>
    public static (int First, int Second) DensityPair => (Control, Sparse);

    /// <summary>Sample indices that differ only in stain intensity (the second has <see cref="IntensityFactor"/> times as much).</summary>
    public static (int First, int Second) IntensityPair => (SpreadFibres, Dim);

    /// <summary>The phenotype of a sample.</summary>
    /// <param name="sample">Index of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static Phenotype For(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        var (replicate, index) = int.DivRem(sample, Count);
        var phenotype = index < Changes.Length ? Single(Changes[index]) : Combination(index - Changes.Length);
        return replicate == 0
            ? phenotype
            : phenotype with { Description = string.Create(CultureInfo.InvariantCulture, $"{phenotype.Description} (replicate {replicate + 1})") };
    }

    private static Phenotype Single(Change change) => change.Apply(new Phenotype(change.Name, change.Description));

    private static Phenotype Combination(int index)
    {
        var (round, pair) = int.DivRem(index, Pairs.Length);
        var (first, second) = Pairs[pair];
        var sparse = (round & 1) != 0;
        var dim = (round & 2) != 0;
        var name = $"{first.Name}+{second.Name}{(sparse ? "+sparse" : "")}{(dim ? "+dim" : "")}";
        var description = $"{first.Description}; {second.Description}{(sparse ? "; sparse" : "")}{(dim ? "; dim" : "")}";
        var phenotype = second.Apply(first.Apply(new Phenotype(name, description)));
        phenotype = sparse ? phenotype with { CellsPerField = phenotype.CellsPerField * DensityFactor } : phenotype;
        return dim ? Dimmed(phenotype) : phenotype;
    }

    private static Phenotype Spread(Phenotype p) => p with
    {
        CellRadius = p.CellRadius * 1.65,
        CellsPerField = p.CellsPerField * 0.45,
        CellElongation = p.CellElongation * 1.15,
        Roughness = p.Roughness * 1.6,
        FibreLevel = p.FibreLevel + 44,
        CortexLevel = p.CortexLevel * 0.7,
        CytoplasmLevel = p.CytoplasmLevel * 0.6,
    };

    private static Phenotype Dimmed(Phenotype p) => p with { StainFactor = p.StainFactor * IntensityFactor };

    /// <summary>A departure from the control; applied to another phenotype it combines with it, and wins where both set a figure.</summary>
    private sealed record Change(string Name, string Description, Func<Phenotype, Phenotype> Apply);
}
