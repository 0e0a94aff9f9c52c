using System.Globalization;
using System.Text;

namespace Morph.Imaging.Simulate;

/// <summary>The tables beside the images. Columns that tell the truth begin with "truth_", so that nobody takes them for measurements.</summary>
internal static class SimulationTables
{
    private static readonly (string Name, Func<Phenotype, double> Value)[] Figures =
    [
        ("cells_per_512x512", p => p.CellsPerField),
        ("clumping", p => p.Clumping),
        ("spacing", p => p.Spacing),
        ("cell_radius_px", p => p.CellRadius),
        ("cell_elongation", p => p.CellElongation),
        ("outline_roughness", p => p.Roughness),
        ("protrusions", p => p.Protrusions),
        ("protrusion_length", p => p.ProtrusionLength),
        ("nucleus_radius_px", p => p.NucleusRadius),
        ("nucleus_elongation", p => p.NucleusElongation),
        ("chromatin_contrast", p => p.ChromatinContrast),
        ("chromatin_grain_px", p => p.ChromatinGrain),
        ("mitotic_fraction", p => p.MitoticFraction),
        ("binucleate_fraction", p => p.BinucleateFraction),
        ("apoptotic_fraction", p => p.ApoptoticFraction),
        ("micronucleus_fraction", p => p.MicronucleusFraction),
        ("lobed_fraction", p => p.LobedFraction),
        ("giant_fraction", p => p.GiantFraction),
        ("dna_level", p => p.DnaLevel),
        ("ph3_level", p => p.Ph3Level),
        ("cytoplasm_level", p => p.CytoplasmLevel),
        ("cortex_level", p => p.CortexLevel),
        ("fibre_level", p => p.FibreLevel),
        ("stain_factor", p => p.StainFactor),
    ];

    /// <summary>Every table with its file name.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> All(SimulationOptions options, SimulatedNames names, IReadOnlyList<FieldCounts> counts) =>
    [
        ("truth.csv", Bytes(Truth(options, names, counts))),
        ("phenotypes.csv", Bytes(PhenotypesCsv(options, names))),
        ("phenotypes.md", Bytes(PhenotypesPage(options, names))),
        ("samples.csv", Bytes(Samples(options, names))),
    ];

    private static string Samples(SimulationOptions options, SimulatedNames names) => Lines(
        "field,sample,truth_phenotype",
        EachField(options).Select(f => $"{names.Of(f.Sample, f.Field)},{names.Sample(f.Sample)},{PhenotypeCatalogue.For(f.Sample).Name}"));

    private static string Truth(SimulationOptions options, SimulatedNames names, IReadOnlyList<FieldCounts> counts) => Lines(
        "field,sample,truth_cells,truth_mitotic,truth_apoptotic,truth_binucleate,truth_micronucleated,truth_lobed,truth_giant",
        EachField(options).Select((f, i) => $"{names.Of(f.Sample, f.Field)},{names.Sample(f.Sample)},{Row(counts[i])}"));

    private static string Row(FieldCounts c) => string.Create(CultureInfo.InvariantCulture,
        $"{c.Cells},{c.Mitotic},{c.Apoptotic},{c.Binucleate},{c.Micronucleated},{c.Lobed},{c.Giant}");

    private static string PhenotypesCsv(SimulationOptions options, SimulatedNames names) => Lines(
        "sample,truth_phenotype," + string.Join(',', Figures.Select(f => "truth_" + f.Name)),
        Enumerable.Range(0, options.Samples).Select(s =>
        {
            var phenotype = PhenotypeCatalogue.For(s);
            return $"{names.Sample(s)},{phenotype.Name},{string.Join(',', Figures.Select(f => Number(f.Value(phenotype))))}";
        }));

    private static string PhenotypesPage(SimulationOptions options, SimulatedNames names)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Simulated cells: {options.Samples} samples of {options.Fields} fields, seed {options.Seed}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Channels DNA, pH3 and actin, {options.Height} x {options.Width} pixels, {options.BitDepth} bits. ");
        page.Append("Every figure of each phenotype is in `phenotypes.csv`, the cells of each field in `truth.csv`.\n\n");
        AppendPair(page, options, names, PhenotypeCatalogue.DensityPair, "cell density", PhenotypeCatalogue.DensityFactor);
        AppendPair(page, options, names, PhenotypeCatalogue.IntensityPair, "the stain of all channels", PhenotypeCatalogue.IntensityFactor);
        page.Append("\n| sample | fields | phenotype | what differs from the control |\n|---|---|---|---|\n");
        for (var s = 0; s < options.Samples; s++)
        {
            var phenotype = PhenotypeCatalogue.For(s);
            page.Append(CultureInfo.InvariantCulture,
                $"| {names.Sample(s)} | {names.Of(s, 0)} to {names.Of(s, options.Fields - 1)} | {phenotype.Name} | {phenotype.Description} |\n");
        }

        return page.ToString();
    }

    private static void AppendPair(StringBuilder page, SimulationOptions options, SimulatedNames names, (int First, int Second) pair, string what, double factor)
    {
        if (pair.Second < options.Samples)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"- {names.Sample(pair.First)} and {names.Sample(pair.Second)} differ only in {what}: {names.Sample(pair.Second)} has {factor} times as much.\n");
        }
    }

    private static IEnumerable<(int Sample, int Field)> EachField(SimulationOptions options) =>
        Enumerable.Range(0, options.Samples).SelectMany(s => Enumerable.Range(0, options.Fields).Select(f => (s, f)));

    private static string Lines(string header, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(header)) + "\n";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Number(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);
}
