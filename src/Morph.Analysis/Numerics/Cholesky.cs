namespace Morph.Analysis.Numerics;

/// <summary>Factors of small symmetric positive definite matrices, row-major.</summary>
internal static class Cholesky
{
    /// <summary>The lower triangular L with L L^T = <paramref name="matrix"/>; false if the matrix is not positive definite.</summary>
    public static bool TryFactor(ReadOnlySpan<double> matrix, int size, Span<double> lower)
    {
        lower.Clear();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i * size + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i * size + k] * lower[j * size + k];
                }

                if (i != j)
                {
                    lower[i * size + j] = sum / lower[j * size + j];
                }
                else if (sum > 0 && double.IsFinite(sum))
                {
                    lower[i * size + i] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The inverse of a lower triangular matrix, itself lower triangular.</summary>
    public static double[] InvertLower(ReadOnlySpan<double> lower, int size)
    {
        var inverse = new double[size * size];
        for (var column = 0; column < size; column++)
        {
            inverse[column * size + column] = 1 / lower[column * size + column];
            for (var i = column + 1; i < size; i++)
            {
                var sum = 0.0;
                for (var k = column; k < i; k++)
                {
                    sum -= lower[i * size + k] * inverse[k * size + column];
                }

                inverse[i * size + column] = sum / lower[i * size + i];
            }
        }

        return inverse;
    }

    /// <summary>The inverse of a symmetric positive definite matrix; false if it is not positive definite.</summary>
    public static bool TryInvert(ReadOnlySpan<double> matrix, int size, Span<double> inverse)
    {
        var lower = new double[size * size];
        if (!TryFactor(matrix, size, lower))
        {
            return false;
        }

        var root = InvertLower(lower, size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = 0.0;
                for (var k = Math.Max(i, j); k < size; k++)
                {
                    sum += root[k * size + i] * root[k * size + j];
                }

                inverse[i * size + j] = sum;
            }
        }

        return true;
    }
}
