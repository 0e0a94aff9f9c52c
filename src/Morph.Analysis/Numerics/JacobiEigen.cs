namespace Morph.Analysis.Numerics;

/// <summary>
/// Eigenvalues and vectors of small dense symmetric matrices by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).
/// </summary>
internal static class JacobiEigen
{
    private const int MaxSweeps = 60;

    /// <summary>All eigenpairs, largest eigenvalue first.</summary>
    /// <param name="matrix">Symmetric n x n matrix, row-major; not changed.</param>
    /// <param name="size">n.</param>
    /// <returns>Eigenvalues, and eigenvectors as the rows of an n x n matrix.</returns>
    public static (double[] Values, double[] Vectors) Solve(ReadOnlySpan<double> matrix, int size)
    {
        var a = matrix.ToArray();
        var vectors = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            vectors[i * size + i] = 1;
        }

        var scale = Norm(a, size, offDiagonal: false);
        for (var sweep = 0; sweep < MaxSweeps && Norm(a, size, offDiagonal: true) > 1e-30 * scale; sweep++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    Rotate(a, vectors, size, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => a[i * size + i])];
        return ([.. order.Select(i => a[i * size + i])], [.. order.SelectMany(i => vectors.AsSpan(i * size, size).ToArray())]);
    }

    private static void Rotate(double[] a, double[] vectors, int size, int p, int q)
    {
        var off = a[p * size + q];
        if (off == 0)
        {
            return;
        }

        var theta = (a[q * size + q] - a[p * size + p]) / (2 * off);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < size; k++)
        {
            var kp = a[k * size + p];
            var kq = a[k * size + q];
            a[k * size + p] = cosine * kp - sine * kq;
            a[k * size + q] = sine * kp + cosine * kq;
        }

        RotateRows(a, size, p, q, cosine, sine);
        RotateRows(vectors, size, p, q, cosine, sine);
    }

    private static void RotateRows(double[] rows, int size, int p, int q, double cosine, double sine)
    {
        for (var k = 0; k < size; k++)
        {
            var pk = rows[p * size + k];
            var qk = rows[q * size + k];
            rows[p * size + k] = cosine * pk - sine * qk;
            rows[q * size + k] = sine * pk + cosine * qk;
        }
    }

    private static double Norm(double[] a, int size, bool offDiagonal)
    {
        var sum = 0.0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                sum += offDiagonal && i == j ? 0 : a[i * size + j] * a[i * size + j];
            }
        }

        return sum;
    }
}
