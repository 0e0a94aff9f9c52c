using Morph.Domain.Windows;
using Morph.Learning.Networks;
using Morph.Learning.Pixels;
using static TorchSharp.torch;

namespace Morph.Learning.Embedding;

/// <summary>
/// Windows of a field whose local representations lie on one grid, close enough together to be computed as one part of the field. Which windows form a tile
/// depends on their positions alone.
/// </summary>
internal sealed class WindowTile
{
    /// <summary>Windows that start within so many pixels of each other along each axis: the part around them takes some 100 MB while it is computed.</summary>
    private const int Reach = 512;

    private readonly Architecture _architecture;

    private WindowTile(IEnumerable<(WindowPosition Position, int Row)> windows, Architecture architecture)
    {
        (_architecture, Windows) = (architecture, [.. windows]);
        var (side, margin) = (architecture.Side, architecture.Margin);
        (Y, X) = (Windows.Min(w => w.Position.Y), Windows.Min(w => w.Position.X));
        Part = new(
            Y - margin,
            X - margin,
            Windows.Max(w => w.Position.Y) - Y + side + (2 * margin),
            Windows.Max(w => w.Position.X) - X + side + (2 * margin));
    }

    /// <summary>The windows, and the row of the result that each one's embedding belongs to.</summary>
    public IReadOnlyList<(WindowPosition Position, int Row)> Windows { get; }

    /// <summary>The pixels on which the windows' embeddings depend.</summary>
    public FieldPart Part { get; }

    private int Y { get; }

    private int X { get; }

    /// <summary>The tiles of some windows.</summary>
    /// <param name="positions">Top-left corners.</param>
    /// <param name="architecture">The networks that see them.</param>
    public static IEnumerable<WindowTile> Of(IReadOnlyList<WindowPosition> positions, Architecture architecture) => positions
        .Select((position, row) => (Position: position, Row: row))
        .GroupBy(w => (w.Position.Y % Architecture.Downscale, w.Position.X % Architecture.Downscale, w.Position.Y / Reach, w.Position.X / Reach))
        .Select(tile => new WindowTile(tile, architecture));

    /// <summary>1 x D x h x w responses to the part of the field to the pooled responses of each window: a row of (D pools blocks) numbers for each.</summary>
    public Tensor Pool(Tensor responses)
    {
        var channels = responses.shape[1];
        return cat([.. _architecture.Pools.Select(pool =>
        {
            var stride = Stride(pool);
            var pooled = WindowPools.Pool(responses, pool, stride).squeeze(0);
            var blocks = tensor(Blocks(pool, stride, pooled.shape[2]), device: responses.device);
            return pooled.flatten(1).index_select(1, blocks).view(channels, Windows.Count, -1).transpose(0, 1);
        })], 1).flatten(1);
    }

    /// <summary>Locations between the blocks that are needed: all blocks of all windows begin at a multiple of it.</summary>
    private int Stride(WindowPool pool) => Windows.Aggregate(
        BlocksAlong(pool) > 1 ? pool.Side : 0, (divisor, w) => Divisor(Divisor(divisor, Locations(w.Position.Y - Y)), Locations(w.Position.X - X))) is var stride && stride > 0
            ? stride
            : pool.Side;

    /// <summary>Where each window's blocks are among those that begin every <paramref name="stride"/> locations, window by window and row by row of blocks.</summary>
    private long[] Blocks(WindowPool pool, int stride, long columns)
    {
        var along = Enumerable.Range(0, BlocksAlong(pool)).Select(block => block * pool.Side).ToArray();
        return [.. Windows.SelectMany(w =>
            from y in along
            from x in along
            select ((Locations(w.Position.Y - Y) + y) / stride * columns) + ((Locations(w.Position.X - X) + x) / stride))];
    }

    private int BlocksAlong(WindowPool pool) => _architecture.Locations / pool.Side;

    private static int Locations(int pixels) => pixels / Architecture.Downscale;

    private static int Divisor(int one, int other) => other == 0 ? one : Divisor(other, one % other);
}
