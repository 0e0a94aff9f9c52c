using Morph.Domain.Windows;
using Morph.Learning.Networks;
using Morph.Learning.Pixels;

namespace Morph.Learning.Embedding;

/// <summary>
/// Windows of a field whose local representations lie on one grid, close enough together to be computed as one part of the field. Which windows form a tile
/// depends on their positions alone.
/// </summary>
internal sealed class WindowTile
{
    /// <summary>Windows that start within so many pixels of each other along each axis: the part around them takes some 100 MB while it is computed.</summary>
    private const int Reach = 512;

    private readonly int _side;

    private WindowTile(IEnumerable<(WindowPosition Position, int Row)> windows, int side)
    {
        (_side, Windows) = (side, [.. windows]);
        (Y, X) = (Windows.Min(w => w.Position.Y), Windows.Min(w => w.Position.X));
        Part = new(
            Y - Architecture.Margin,
            X - Architecture.Margin,
            Windows.Max(w => w.Position.Y) - Y + side + (2 * Architecture.Margin),
            Windows.Max(w => w.Position.X) - X + side + (2 * Architecture.Margin));
        Stride = Windows.Aggregate(Summarizer.Pool, (divisor, w) => Divisor(Divisor(divisor, Locations(w.Position.Y - Y)), Locations(w.Position.X - X)));
    }

    /// <summary>The windows, and the row of the result that each one's embedding belongs to.</summary>
    public IReadOnlyList<(WindowPosition Position, int Row)> Windows { get; }

    /// <summary>The pixels on which the windows' embeddings depend.</summary>
    public FieldPart Part { get; }

    /// <summary>Locations between the blocks whose maxima are needed: all blocks of all windows start at a multiple of it.</summary>
    public int Stride { get; }

    private int Y { get; }

    private int X { get; }

    /// <summary>The tiles of some windows.</summary>
    /// <param name="positions">Top-left corners.</param>
    /// <param name="side">Window side in pixels.</param>
    public static IEnumerable<WindowTile> Of(IReadOnlyList<WindowPosition> positions, int side) => positions
        .Select((position, row) => (Position: position, Row: row))
        .GroupBy(w => (w.Position.Y % Architecture.Downscale, w.Position.X % Architecture.Downscale, w.Position.Y / Reach, w.Position.X / Reach))
        .Select(tile => new WindowTile(tile, side));

    /// <summary>
    /// Where the maxima of each window's blocks of 8 x 8 locations are, window by window and row by row of blocks.
    /// </summary>
    /// <param name="columns">Columns of maxima, one every <see cref="Stride"/> locations.</param>
    public long[] Blocks(long columns)
    {
        var blocks = Locations(_side) / Summarizer.Pool;
        return [.. Windows.SelectMany(w =>
            from y in Enumerable.Range(0, blocks)
            from x in Enumerable.Range(0, blocks)
            select (Place(w.Position.Y - Y, y) * columns) + Place(w.Position.X - X, x))];
    }

    private int Place(int pixels, int block) => (Locations(pixels) + (block * Summarizer.Pool)) / Stride;

    private static int Locations(int pixels) => pixels / Architecture.Downscale;

    private static int Divisor(int one, int other) => other == 0 ? one : Divisor(other, one % other);
}
