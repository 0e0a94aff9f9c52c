using Morph.Imaging.Filters;

namespace Morph.Imaging.Simulate;

/// <summary>
/// Which cell each pixel belongs to, and how far it is from that cell's edge. Where outlines overlap the pixel goes to the cell in
/// which it lies deeper, so that neighbours share a border as epithelial cells do.
/// </summary>
internal sealed class TerritoryMap
{
    /// <summary>No cell.</summary>
    public const int None = -1;

    private TerritoryMap(int[] owner, float[] depth) => (Owner, Depth) = (owner, depth);

    /// <summary>Index of the cell of each pixel, or <see cref="None"/>; H x W.</summary>
    public int[] Owner { get; }

    /// <summary>Distance to the nearest pixel that is not of the same cell, in pixels, at least 1; H x W; of no meaning outside cells.</summary>
    public float[] Depth { get; }

    /// <summary>Divides a field among its cells.</summary>
    public static TerritoryMap Of(IReadOnlyList<Cell> cells, int height, int width)
    {
        var owner = new int[height * width];
        var nearest = new float[height * width];
        Array.Fill(owner, None);
        Array.Fill(nearest, 1);
        for (var i = 0; i < cells.Count; i++)
        {
            Claim(cells[i], i, owner, nearest, height, width);
        }

        return new(owner, EdgeDistance.Of(owner, height, width));
    }

    private static void Claim(Cell cell, int index, int[] owner, float[] nearest, int height, int width)
    {
        var box = PixelBox.Around(cell.X, cell.Y, cell.Outline.Reach, height, width);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                var relative = (float)cell.Outline.RelativeRadius(x - cell.X, y - cell.Y);
                var at = (y * width) + x;
                if (relative < nearest[at])
                {
                    (nearest[at], owner[at]) = (relative, index);
                }
            }
        }
    }
}

/// <summary>A rectangle of pixels inside a field; the ends are exclusive.</summary>
internal readonly record struct PixelBox(int Top, int Bottom, int Left, int Right)
{
    /// <summary>All pixels within a distance of a point.</summary>
    public static PixelBox Around(double x, double y, double reach, int height, int width) => new(
        Math.Clamp((int)Math.Floor(y - reach), 0, height),
        Math.Clamp((int)Math.Ceiling(y + reach) + 1, 0, height),
        Math.Clamp((int)Math.Floor(x - reach), 0, width),
        Math.Clamp((int)Math.Ceiling(x + reach) + 1, 0, width));
}
