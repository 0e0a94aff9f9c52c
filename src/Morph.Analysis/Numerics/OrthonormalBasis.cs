using Morph.Domain.Randomness;

namespace Morph.Analysis.Numerics;

/// <summary>
/// A growing set of orthonormal vectors of length n, padded with zeros to whole lanes. Products are summed block by block in a
/// fixed order.
/// </summary>
internal sealed class OrthonormalBasis(int length, int threads)
{
    private const int BlockLength = 1024;
    private const double Vanished = 1e-10;

    private readonly List<double[]> _vectors = [];
    private readonly int _blocks = BlockedLoop.Count(LaneMath.Padded(length), BlockLength);

    /// <summary>Number of vectors.</summary>
    public int Count => _vectors.Count;

    /// <summary>A vector of the basis.</summary>
    public double[] this[int index] => _vectors[index];

    /// <summary>A zero vector with the padding of this basis.</summary>
    public double[] NewVector() => new double[LaneMath.Padded(length)];

    /// <summary>
    /// Takes the components along the basis out of <paramref name="vector"/> (classical Gram-Schmidt, twice), normalises the rest and
    /// appends it. If nothing but rounding is left, a random direction is appended instead.
    /// </summary>
    /// <returns>The components taken out, and the norm of the rest: 0 if a random direction was taken.</returns>
    public (double[] Components, double Norm) Append(double[] vector, RandomSource random)
    {
        var before = Math.Sqrt(Dot(vector, vector));
        var components = Project(vector, null);
        var corrections = Project(vector, components);
        Project(vector, corrections);
        for (var i = 0; i < components.Length; i++)
        {
            components[i] += corrections[i];
        }

        var norm = Math.Sqrt(Dot(vector, vector));
        if (norm > Vanished * before)
        {
            Scale(vector, 1 / norm);
            _vectors.Add(vector);
            return (components, norm);
        }

        AppendRandom(random);
        return (components, 0);
    }

    /// <summary>Appends a random direction.</summary>
    public void AppendRandom(RandomSource random)
    {
        var vector = NewVector();
        for (var i = 0; i < length; i++)
        {
            vector[i] = random.NextGaussian();
        }

        Project(vector, Project(vector, null));
        Project(vector, Project(vector, null));
        Scale(vector, 1 / Math.Sqrt(Dot(vector, vector)));
        _vectors.Add(vector);
    }

    /// <summary>Replaces the vectors from <paramref name="first"/> on, but the last, by combinations of them.</summary>
    /// <param name="first">First vector replaced.</param>
    /// <param name="weights">Rows of weights, one per new vector, a weight per old one.</param>
    /// <param name="rows">Number of new vectors.</param>
    public void Combine(int first, double[] weights, int rows)
    {
        var old = Count - 1 - first;
        var combined = Enumerable.Range(0, rows).Select(_ => NewVector()).ToArray();
        BlockedLoop.Run(_blocks, threads, block =>
        {
            for (var r = 0; r < rows; r++)
            {
                for (var v = 0; v < old; v++)
                {
                    LaneMath.AddScaled(Block(combined[r], block), weights[r * old + v], Block(_vectors[first + v], block));
                }
            }
        });
        var last = _vectors[^1];
        _vectors.RemoveRange(first, _vectors.Count - first);
        _vectors.AddRange(combined);
        _vectors.Add(last);
    }

    /// <summary>
    /// Takes <paramref name="subtract"/> times the basis out of a vector, and returns its products with the basis after that.
    /// </summary>
    private double[] Project(double[] vector, double[]? subtract)
    {
        var partial = new double[_blocks][];
        BlockedLoop.Run(_blocks, threads, block =>
        {
            var part = Block(vector, block);
            for (var i = 0; subtract is not null && i < subtract.Length; i++)
            {
                LaneMath.AddScaled(part, -subtract[i], Block(_vectors[i], block));
            }

            var products = new double[Count];
            for (var i = 0; i < products.Length; i++)
            {
                products[i] = LaneMath.Dot(part, Block(_vectors[i], block));
            }

            partial[block] = products;
        });
        var sums = new double[Count];
        foreach (var products in partial)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += products[i];
            }
        }

        return sums;
    }

    private double Dot(double[] left, double[] right)
    {
        var partial = new double[_blocks];
        BlockedLoop.Run(_blocks, threads, block => partial[block] = LaneMath.Dot(Block(left, block), Block(right, block)));
        return partial.Sum();
    }

    private static void Scale(double[] vector, double factor)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] *= factor;
        }
    }

    private static Span<double> Block(double[] vector, int block) =>
        vector.AsSpan(block * BlockLength, Math.Min(BlockLength, vector.Length - block * BlockLength));
}
