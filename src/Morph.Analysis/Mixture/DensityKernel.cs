using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <summary>
/// Log densities of points under the components of a mixture: log w_k + log N(x; m_k, C_k), with
/// C_k^-1 = F_k^T F_k and F_k the inverse of the Cholesky factor (lower triangular, or a diagonal).
/// </summary>
internal sealed class DensityKernel
{
    private readonly int _dimensions;
    private readonly double[] _means;
    private readonly double[][] _factors;
    private readonly double[] _constants;
    private readonly bool _diagonal;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="weights">K weights.</param>
    /// <param name="means">K x d means.</param>
    /// <param name="factors">Per component, the d x d lower triangle F_k row-major, or its d diagonal values.</param>
    /// <param name="diagonal">True if the factors are diagonals.</param>
    public DensityKernel(ReadOnlySpan<double> weights, double[] means, double[][] factors, bool diagonal)
    {
        _dimensions = means.Length / weights.Length;
        (_means, _factors, _diagonal) = (means, factors, diagonal);
        _constants = new double[weights.Length];
        for (var k = 0; k < weights.Length; k++)
        {
            var logDeterminant = 0.0;
            for (var i = 0; i < _dimensions; i++)
            {
                logDeterminant += Math.Log(factors[k][diagonal ? i : i * _dimensions + i]);
            }

            _constants[k] = Math.Log(weights[k]) + logDeterminant - 0.5 * _dimensions * Math.Log(2 * Math.PI);
        }
    }

    /// <summary>Number of components K.</summary>
    public int Components => _constants.Length;

    /// <summary>Writes log w_k + log N(x; m_k, C_k) to the tile's shares.</summary>
    public void LogDensities(Tile tile)
    {
        for (var k = 0; k < Components; k++)
        {
            LogDensities(tile, k);
        }
    }

    /// <summary>
    /// Turns log densities in the tile's shares into responsibilities, leaving log p(x) in <see cref="Tile.Single"/>;
    /// both are 0 for the padding.
    /// </summary>
    public void Responsibilities(Tile tile)
    {
        var norms = tile.Single;
        ref var norm = ref MemoryMarshal.GetReference(norms);
        for (nuint i = 0; i < (nuint)norms.Length; i += LaneMath.Lanes)
        {
            var largest = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(tile.Share(0)), i);
            for (var k = 1; k < Components; k++)
            {
                largest = Vector512.Max(largest, Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(tile.Share(k)), i));
            }

            var sum = Vector512<double>.Zero;
            for (var k = 0; k < Components; k++)
            {
                ref var share = ref MemoryMarshal.GetReference(tile.Share(k));
                var density = LaneFunctions.Exp(Vector512.LoadUnsafe(ref share, i) - largest);
                density.StoreUnsafe(ref share, i);
                sum += density;
            }

            (largest + LaneFunctions.Log(sum)).StoreUnsafe(ref norm, i);
            var scale = Vector512<double>.One / sum;
            for (var k = 0; k < Components; k++)
            {
                ref var share = ref MemoryMarshal.GetReference(tile.Share(k));
                (Vector512.LoadUnsafe(ref share, i) * scale).StoreUnsafe(ref share, i);
            }
        }

        norms[tile.Count..].Clear();
        for (var k = 0; k < Components; k++)
        {
            tile.Share(k)[tile.Count..].Clear();
        }
    }

    private void LogDensities(Tile tile, int component)
    {
        var squares = tile.Share(component);
        squares.Clear();
        for (var i = 0; i < _dimensions; i++)
        {
            Subtract(tile.Column(i), _means[component * _dimensions + i], tile.Offset(i));
        }

        var factor = _factors[component];
        for (var i = 0; i < _dimensions; i++)
        {
            if (_diagonal)
            {
                AddSquare(tile, i, factor.AsSpan(i, 1), squares);
            }
            else
            {
                AddSquare(tile, 0, factor.AsSpan(i * _dimensions, i + 1), squares);
            }
        }

        ref var square = ref MemoryMarshal.GetReference(squares);
        var constant = Vector512.Create(_constants[component]);
        var half = Vector512.Create(-0.5);
        for (nuint i = 0; i < (nuint)squares.Length; i += LaneMath.Lanes)
        {
            Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref square, i), half, constant).StoreUnsafe(ref square, i);
        }
    }

    /// <summary>Adds the square of the sum of row[j] * offset[first + j].</summary>
    private static void AddSquare(Tile tile, int first, ReadOnlySpan<double> row, Span<double> squares)
    {
        ref var square = ref MemoryMarshal.GetReference(squares);
        ref var offset = ref MemoryMarshal.GetReference(tile.Offset(first));
        for (nuint i = 0; i < (nuint)squares.Length; i += LaneMath.Lanes)
        {
            var sum = Vector512<double>.Zero;
            for (var j = 0; j < row.Length; j++)
            {
                sum = Vector512.FusedMultiplyAdd(
                    Vector512.LoadUnsafe(ref offset, (nuint)(j * Tile.Capacity) + i), Vector512.Create(row[j]), sum);
            }

            Vector512.FusedMultiplyAdd(sum, sum, Vector512.LoadUnsafe(ref square, i)).StoreUnsafe(ref square, i);
        }
    }

    private static void Subtract(ReadOnlySpan<double> values, double reference, Span<double> offsets)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var offset = ref MemoryMarshal.GetReference(offsets[..values.Length]);
        var origin = Vector512.Create(reference);
        for (nuint i = 0; i < (nuint)values.Length; i += LaneMath.Lanes)
        {
            (Vector512.LoadUnsafe(ref value, i) - origin).StoreUnsafe(ref offset, i);
        }
    }
}
