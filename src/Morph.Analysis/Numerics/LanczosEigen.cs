using Morph.Domain.Randomness;

namespace Morph.Analysis.Numerics;

/// <summary>
/// The largest eigenpairs of a large symmetric operator by the thick-restart Lanczos method (Wu and Simon 2000) with full
/// reorthogonalisation.
/// </summary>
internal static class LanczosEigen
{
    private const int MaxBasis = 40;
    private const int MaxProducts = 4000;

    /// <summary>The eigenvectors of the largest eigenvalues, orthogonal to a known eigenvector.</summary>
    /// <param name="multiply">Writes the operator's product with its first argument to its second; both padded with zeros.</param>
    /// <param name="length">Rows n of the operator, at least <paramref name="wanted"/> + 2.</param>
    /// <param name="wanted">Eigenpairs wanted.</param>
    /// <param name="known">An eigenvector to leave out, n values; empty for none.</param>
    /// <param name="tolerance">Largest norm of A v - lambda v; if not reached after 4000 products, the best so far are returned.</param>
    /// <param name="random">Stream of the first direction.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <param name="cancellation">Stops the iterations.</param>
    /// <returns>Eigenvalues, descending, and an eigenvector of unit length each, padded.</returns>
    public static (double[] Values, double[][] Vectors) Largest(
        Action<double[], double[]> multiply,
        int length,
        int wanted,
        ReadOnlySpan<double> known,
        double tolerance,
        RandomSource random,
        int threads,
        CancellationToken cancellation)
    {
        var basis = new OrthonormalBasis(length, threads);
        if (!known.IsEmpty)
        {
            var locked = basis.NewVector();
            known.CopyTo(locked);
            basis.Append(locked, random);
        }

        var first = basis.Count;
        var size = Math.Min(MaxBasis, length - first - 1);
        var projected = new double[size * size];
        basis.AppendRandom(random);
        var kept = 0;
        for (var products = 0; ;)
        {
            var rest = 0.0;
            for (var j = kept; j < size; j++, products++)
            {
                cancellation.ThrowIfCancellationRequested();
                var next = basis.NewVector();
                multiply(basis[first + j], next);
                (var components, rest) = basis.Append(next, random);
                for (var i = 0; i <= j; i++)
                {
                    projected[i * size + j] = projected[j * size + i] = components[first + i];
                }
            }

            var (values, vectors) = JacobiEigen.Solve(projected, size);
            var done = products >= MaxProducts
                || Enumerable.Range(0, wanted).All(i => rest * Math.Abs(vectors[i * size + size - 1]) <= tolerance);
            kept = done ? wanted : wanted + (size - wanted) / 2;
            basis.Combine(first, vectors, kept);
            if (done)
            {
                return (values[..wanted], [.. Enumerable.Range(first, wanted).Select(i => basis[i])]);
            }

            Array.Clear(projected);
            for (var i = 0; i < kept; i++)
            {
                projected[i * size + i] = values[i];
            }
        }
    }
}
