using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>
/// Places cells one after the other: in the open, or against one that is already there, never closer than the phenotype's spacing
/// and never with nuclei on top of each other. Centres may lie outside the field, so that cells are cut by its border.
/// </summary>
internal static class CellLayout
{
    private const int Attempts = 400;
    private const double ReferenceArea = 512.0 * 512.0;

    /// <summary>The cells of a field. A crowded field may take fewer than the phenotype's density: a cell without room is left out.</summary>
    public static List<Cell> Draw(Phenotype phenotype, int height, int width, RandomSource random)
    {
        var margin = phenotype.CellRadius;
        var (tall, wide) = (height + (2 * margin), width + (2 * margin));
        var mean = phenotype.CellsPerField * tall * wide / ReferenceArea;
        var count = Math.Max((int)Math.Round(mean * (1 + (0.06 * Math.Clamp(random.NextGaussian(), -2, 2)))), 1);
        var factory = new CellFactory(phenotype, random);
        var placed = new List<Cell>(count);
        for (var i = 0; i < count; i++)
        {
            if (Place(factory.Draw(), placed, phenotype, (margin, tall, wide), random) is { } cell)
            {
                placed.Add(cell);
            }
        }

        return placed;
    }

    private static Cell? Place(Cell cell, List<Cell> placed, Phenotype phenotype, (double Margin, double Tall, double Wide) area, RandomSource random)
    {
        // Colonies start where a cell settles in the open, so a clumped field still holds a few of them.
        var settles = placed.Count > 0 && random.NextDouble() < phenotype.Clumping;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (x, y) = settles
                ? Beside(placed[random.NextInt(placed.Count)], cell, phenotype.Spacing, random)
                : ((random.NextDouble() * area.Wide) - area.Margin, (random.NextDouble() * area.Tall) - area.Margin);
            var inside = x >= -area.Margin && x < area.Wide - area.Margin && y >= -area.Margin && y < area.Tall - area.Margin;
            if (inside && placed.TrueForAll(other => HasRoom(cell, x, y, other, phenotype.Spacing)))
            {
                return cell with { X = x, Y = y };
            }
        }

        return null;
    }

    private static (double X, double Y) Beside(Cell neighbour, Cell cell, double spacing, RandomSource random)
    {
        var distance = Distance(cell, neighbour, spacing) * (1 + (0.2 * random.NextDouble()));
        var (sin, cos) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
        return (neighbour.X + (distance * cos), neighbour.Y + (distance * sin));
    }

    private static bool HasRoom(Cell cell, double x, double y, Cell other, double spacing)
    {
        var (dx, dy) = (x - other.X, y - other.Y);
        var needed = Distance(cell, other, spacing);
        return (dx * dx) + (dy * dy) >= needed * needed;
    }

    private static double Distance(Cell a, Cell b, double spacing) =>
        Math.Max(spacing * (a.Outline.Radius + b.Outline.Radius), a.NuclearReach + b.NuclearReach + 1);
}
