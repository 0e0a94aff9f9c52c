using System.Globalization;

namespace Morph.Imaging.Simulate;

internal sealed partial class SimulationFolder
{
    private const string Title = "Cells simulated by morph simulate.";

    // Raised when the generator changes its pixels, so that old files are not taken for those of the new one.
    private const int Generator = 1;

    /// <summary>What decides the bytes of a simulation, one figure per line.</summary>
    private static string Describe(SimulationOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {Title}
        generator {Generator}
        samples {options.Samples}
        fields {options.Fields}
        seed {options.Seed}
        height {options.Height}
        width {options.Width}
        bit-depth {options.BitDepth}
        format {options.Extension}

        """);
}
