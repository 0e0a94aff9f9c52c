using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <summary>
/// Weighted sums over points, per component: of the weights, of the offsets from a reference point, and of their
/// products. Taken about a reference near the mean, so that little cancels when the covariance is formed.
/// </summary>
/// <param name="references">K x d reference points.</param>
/// <param name="dimensions">d.</param>
/// <param name="products">Which products of offsets are summed.</param>
internal sealed class MixtureMoments(double[] references, int dimensions, OffsetProducts products)
{
    private readonly int _stride = 1 + dimensions + ProductCount(dimensions, products);

    /// <summary>Sums per component: weight, offsets, products (lower triangle by rows, or the diagonal).</summary>
    public int Length => references.Length / dimensions * _stride;

    /// <summary>Adds a tile whose shares are the weights.</summary>
    public void Add(Tile tile, Span<double> sums)
    {
        for (var k = 0; k * dimensions < references.Length; k++)
        {
            Add(tile, k, sums.Slice(k * _stride, _stride));
        }
    }

    /// <summary>Sum of the weights of a component.</summary>
    public double Weight(ReadOnlySpan<double> sums, int component) => sums[component * _stride];

    /// <summary>Weighted sum of the offsets of a component in one dimension.</summary>
    public double Offset(ReadOnlySpan<double> sums, int component, int dimension) => sums[component * _stride + 1 + dimension];

    /// <summary>Weighted sum of products of offsets; <paramref name="j"/> at most <paramref name="i"/>.</summary>
    public double Product(ReadOnlySpan<double> sums, int component, int i, int j) =>
        sums[component * _stride + 1 + dimensions + (products == OffsetProducts.All ? i * (i + 1) / 2 + j : i)];

    private static int ProductCount(int dimensions, OffsetProducts products) => products switch
    {
        OffsetProducts.All => dimensions * (dimensions + 1) / 2,
        OffsetProducts.Squares => dimensions,
        _ => 0,
    };

    private void Add(Tile tile, int component, Span<double> sums)
    {
        ReadOnlySpan<double> weights = tile.Share(component);
        sums[0] += LaneMath.Sum(weights);
        var at = 1 + dimensions;
        for (var i = 0; i < dimensions; i++)
        {
            var weighted = tile.Single;
            Subtract(tile.Column(i), references[component * dimensions + i], weights, tile.Offset(i), weighted);
            sums[1 + i] += LaneMath.Sum(weighted);
            if (products != OffsetProducts.None)
            {
                for (var j = products == OffsetProducts.All ? 0 : i; j <= i; j++)
                {
                    sums[at++] += LaneMath.Dot(weighted, tile.Offset(j));
                }
            }
        }
    }

    private static void Subtract(
        ReadOnlySpan<double> values, double reference, ReadOnlySpan<double> weights, Span<double> offsets, Span<double> weighted)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var weight = ref MemoryMarshal.GetReference(weights[..values.Length]);
        ref var offset = ref MemoryMarshal.GetReference(offsets[..values.Length]);
        ref var product = ref MemoryMarshal.GetReference(weighted[..values.Length]);
        var origin = Vector512.Create(reference);
        for (nuint i = 0; i < (nuint)values.Length; i += LaneMath.Lanes)
        {
            var difference = Vector512.LoadUnsafe(ref value, i) - origin;
            difference.StoreUnsafe(ref offset, i);
            (difference * Vector512.LoadUnsafe(ref weight, i)).StoreUnsafe(ref product, i);
        }
    }
}

/// <summary>Which products of offsets <see cref="MixtureMoments"/> sums.</summary>
internal enum OffsetProducts
{
    /// <summary>None: only weights and offsets.</summary>
    None,

    /// <summary>Squares of each dimension.</summary>
    Squares,

    /// <summary>Products of all pairs of dimensions.</summary>
    All,
}
