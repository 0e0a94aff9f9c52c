namespace Morph.Imaging.Simulate;

/// <summary>Paints the actin of cells: diffuse in the cytoplasm, a ring along the outline, stress fibres.</summary>
internal static class ActinPainter
{
    /// <summary>Adds actin to a plane of gray levels above background, H x W.</summary>
    public static void Paint(float[] plane, IReadOnlyList<Cell> cells, TerritoryMap territory, int width)
    {
        var fibres = cells.Select(c => c.Actin.Fibre > 0 ? new FibreProfile(c) : null).ToArray();
        for (var at = 0; at < plane.Length; at++)
        {
            var index = territory.Owner[at];
            if (index == TerritoryMap.None)
            {
                continue;
            }

            var cell = cells[index];
            var (dx, dy) = ((at % width) - cell.X, (at / width) - cell.Y);
            plane[at] += (float)Level(cell, fibres[index], dx, dy, territory.Depth[at]);
        }
    }

    private static double Level(Cell cell, FibreProfile? fibres, double dx, double dy, double depth)
    {
        var actin = cell.Actin;

        // The cell is a dome: thin at its edge, and so is its diffuse actin.
        var dome = 0.35 + (0.65 * (1 - Math.Exp(-depth / 7)));
        var diffuse = actin.Cytoplasm * dome * (1 + (0.22 * SmoothNoise.Rich(actin.Seed, dx / 6, dy / 6)));

        var ruffle = 0.75 + (0.75 * SmoothNoise.At(actin.Seed + 1, dx / 7, dy / 7));
        var offEdge = (depth - 1.8) / 1.5;
        var ring = actin.Cortex * Math.Max(ruffle, 0.15) * Math.Exp(-offEdge * offEdge / 2);
        return diffuse + ring + (fibres is null ? 0 : actin.Fibre * fibres.At(dx, dy) * Math.Clamp((depth - 1) / 4, 0, 1));
    }
}
