using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <summary>Squared Euclidean distances of the points of a tile to centres.</summary>
/// <param name="centers">K x d centres, row-major.</param>
/// <param name="dimensions">d.</param>
internal sealed class CenterDistance(double[] centers, int dimensions)
{
    /// <summary>Number of centres K.</summary>
    public int Count => centers.Length / dimensions;

    /// <summary>Writes the squared distance to the nearest centre to <see cref="Tile.Single"/>; 0 for the padding.</summary>
    public void Nearest(Tile tile)
    {
        for (var k = 0; k < Count; k++)
        {
            To(tile, k, tile.Share(0));
            if (k == 0)
            {
                tile.Share(0).CopyTo(tile.Single);
            }
            else
            {
                Lower(tile.Single, tile.Share(0));
            }
        }

        tile.Single[tile.Count..].Clear();
    }

    /// <summary>
    /// As <see cref="Nearest"/>, and gives each point the share 1 in its nearest centre (the first of equals) and 0 in the others.
    /// </summary>
    public void Assign(Tile tile)
    {
        for (var k = 0; k < Count; k++)
        {
            To(tile, k, tile.Share(k));
            if (k == 0)
            {
                tile.Share(0).CopyTo(tile.Single);
            }
            else
            {
                Lower(tile.Single, tile.Share(k));
            }
        }

        ref var least = ref MemoryMarshal.GetReference(tile.Single);
        for (nuint i = 0; i < (nuint)tile.Single.Length; i += LaneMath.Lanes)
        {
            var free = Vector512<double>.AllBitsSet;
            for (var k = 0; k < Count; k++)
            {
                ref var share = ref MemoryMarshal.GetReference(tile.Share(k));
                var mine = Vector512.Equals(Vector512.LoadUnsafe(ref share, i), Vector512.LoadUnsafe(ref least, i)) & free;
                free &= ~mine;
                (mine & Vector512<double>.One).StoreUnsafe(ref share, i);
            }
        }

        tile.Single[tile.Count..].Clear();
        for (var k = 0; k < Count; k++)
        {
            tile.Share(k)[tile.Count..].Clear();
        }
    }

    private void To(Tile tile, int center, Span<double> squares)
    {
        squares.Clear();
        ref var square = ref MemoryMarshal.GetReference(squares);
        for (var j = 0; j < dimensions; j++)
        {
            ref var value = ref MemoryMarshal.GetReference(tile.Column(j));
            var origin = Vector512.Create(centers[center * dimensions + j]);
            for (nuint i = 0; i < (nuint)squares.Length; i += LaneMath.Lanes)
            {
                var difference = Vector512.LoadUnsafe(ref value, i) - origin;
                Vector512.FusedMultiplyAdd(difference, difference, Vector512.LoadUnsafe(ref square, i)).StoreUnsafe(ref square, i);
            }
        }
    }

    private static void Lower(Span<double> least, ReadOnlySpan<double> other)
    {
        ref var l = ref MemoryMarshal.GetReference(least);
        ref var o = ref MemoryMarshal.GetReference(other);
        for (nuint i = 0; i < (nuint)least.Length; i += LaneMath.Lanes)
        {
            Vector512.Min(Vector512.LoadUnsafe(ref l, i), Vector512.LoadUnsafe(ref o, i)).StoreUnsafe(ref l, i);
        }
    }
}
