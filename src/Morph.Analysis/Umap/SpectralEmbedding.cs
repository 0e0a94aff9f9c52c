using Morph.Analysis.Numerics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// The two eigenvectors of the smallest non-trivial eigenvalues of the normalised Laplacian I - D^-1/2 W D^-1/2 of a connected graph.
/// </summary>
internal static class SpectralEmbedding
{
    private const int DenseUpTo = 60;
    private const int BlockRows = 1024;
    private const double Tolerance = 1e-6;

    /// <summary>Whether a part of a graph has enough vertices for two such eigenvectors.</summary>
    public static bool Exists(int vertices) => vertices > 3;

    /// <summary>n x 2 coordinates, row-major, for the vertices of one connected part; not scaled.</summary>
    public static double[] Embed(FuzzyGraph graph, int[] vertices, RandomSource random, int threads, CancellationToken cancellation)
    {
        var part = new Part(graph, vertices);
        var n = vertices.Length;
        var vectors = n <= DenseUpTo
            ? part.Dense()
            : LanczosEigen.Largest(part.Multiply(threads), n, 2, part.Trivial, Tolerance, random, threads, cancellation).Vectors;
        var coordinates = new double[2 * vertices.Length];
        for (var i = 0; i < vertices.Length; i++)
        {
            (coordinates[2 * i], coordinates[2 * i + 1]) = (vectors[0][i], vectors[1][i]);
        }

        return coordinates;
    }

    /// <summary>D^-1/2 W D^-1/2 of a part of a graph, whose largest eigenvalue 1 has the eigenvector D^1/2.</summary>
    private sealed class Part
    {
        private readonly int[] _starts;
        private readonly int[] _columns;
        private readonly double[] _weights;

        public Part(FuzzyGraph graph, int[] vertices)
        {
            var place = new int[graph.Count];
            for (var i = 0; i < vertices.Length; i++)
            {
                place[vertices[i]] = i;
            }

            Trivial = [.. vertices.Select(v => Math.Sqrt(graph.Weights[graph.Starts[v]..graph.Starts[v + 1]].Sum(w => (double)w)))];
            _starts = new int[vertices.Length + 1];
            var columns = new List<int>();
            var weights = new List<double>();
            for (var i = 0; i < vertices.Length; i++)
            {
                for (var e = graph.Starts[vertices[i]]; e < graph.Starts[vertices[i] + 1]; e++)
                {
                    var j = place[graph.Columns[e]];
                    columns.Add(j);
                    weights.Add(graph.Weights[e] / (Trivial[i] * Trivial[j]));
                }

                _starts[i + 1] = columns.Count;
            }

            (_columns, _weights) = ([.. columns], [.. weights]);
        }

        /// <summary>The square roots of the vertices' degrees.</summary>
        public double[] Trivial { get; }

        public Action<double[], double[]> Multiply(int threads) => (from, to) =>
            BlockedLoop.Run(BlockedLoop.Count(Trivial.Length, BlockRows), threads, block =>
            {
                for (var i = block * BlockRows; i < Math.Min(Trivial.Length, (block + 1) * BlockRows); i++)
                {
                    var sum = 0.0;
                    for (var e = _starts[i]; e < _starts[i + 1]; e++)
                    {
                        sum += _weights[e] * from[_columns[e]];
                    }

                    to[i] = sum;
                }
            });

        /// <summary>The second and third eigenvector of a small part.</summary>
        public double[][] Dense()
        {
            var n = Trivial.Length;
            var matrix = new double[n * n];
            for (var i = 0; i < n; i++)
            {
                for (var e = _starts[i]; e < _starts[i + 1]; e++)
                {
                    matrix[i * n + _columns[e]] = _weights[e];
                }
            }

            var vectors = JacobiEigen.Solve(matrix, n).Vectors;
            return [vectors[n..(2 * n)], vectors[(2 * n)..(3 * n)]];
        }
    }
}
