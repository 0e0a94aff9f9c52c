using Morph.Domain.Pixels;

namespace Morph.Imaging.Simulate;

/// <summary>A simulated field with the truth about it.</summary>
/// <param name="Image">DNA, pH3 and actin planes.</param>
/// <param name="Cells">Pixels that belong to a cell.</param>
/// <param name="Counts">What lies in it.</param>
public sealed record SimulatedField(FieldImage Image, FieldMask Cells, FieldCounts Counts);

/// <summary>Cells whose centre lies inside a field, in all and by kind (a cell may be of several kinds).</summary>
/// <param name="Cells">All cells.</param>
/// <param name="Mitotic">In mitosis.</param>
/// <param name="Apoptotic">In apoptosis.</param>
/// <param name="Binucleate">With two nuclei.</param>
/// <param name="Micronucleated">With micronuclei.</param>
/// <param name="Lobed">With a lobed nucleus.</param>
/// <param name="Giant">Of twice the size.</param>
public sealed record FieldCounts(int Cells, int Mitotic, int Apoptotic, int Binucleate, int Micronucleated, int Lobed, int Giant)
{
    internal static FieldCounts Of(IEnumerable<Cell> cells, int height, int width)
    {
        var inside = cells.Where(c => c.X >= 0 && c.X < width && c.Y >= 0 && c.Y < height).ToList();
        int With(CellTraits trait) => inside.Count(c => c.Traits.HasFlag(trait));
        return new(
            inside.Count,
            inside.Count(c => c.State == CellState.Mitotic),
            inside.Count(c => c.State == CellState.Apoptotic),
            With(CellTraits.Binucleate),
            With(CellTraits.Micronucleated),
            With(CellTraits.Lobed),
            With(CellTraits.Giant));
    }
}
