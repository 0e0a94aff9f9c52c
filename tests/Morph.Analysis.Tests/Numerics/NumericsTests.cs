using System.Runtime.Intrinsics;
using Morph.Analysis.Numerics;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Numerics;

public class NumericsTests
{
    [Theory]
    [InlineData(0.895f)]
    [InlineData(1.334f)]
    [InlineData(0.3f)]
    public void The_fast_power_is_right_to_a_few_millionths(float exponent)
    {
        for (var x = 1e-8; x < 1e4; x *= 1.013)
        {
            var expected = Math.Pow((float)x, exponent);
            var power = FastPower.Pow(Vector512.Create((float)x), exponent);
            Assert.Equal(1, power.GetElement(3) / expected, 4e-6);
            Assert.Equal(power.GetLower(), FastPower.Pow(Vector256.Create((float)x), exponent));
        }

        Assert.True(float.IsFinite(FastPower.Pow(Vector512<float>.Zero, exponent).ToScalar()));
        Assert.Equal(FastPower.Pow(Vector512<float>.Zero, exponent).GetLower(), FastPower.Pow(Vector256<float>.Zero, exponent));
    }

    [Fact]
    public void Forces_of_the_layout_have_the_same_bits_in_vectors_of_both_widths()
    {
        var forces = new LayoutForces(new(1.577, 0.895));
        var random = new RandomSource(3);
        var all = Vector512<float>.AllBitsSet;
        for (var i = 0; i < 1_000; i++)
        {
            var numbers = Enumerable.Range(0, 16).Select(_ => (float)(random.NextGaussian() * Math.Pow(10, (i % 6) - 3))).ToArray();
            var d = Vector512.Create(numbers);
            foreach (var attracting in new[] { Vector512<float>.Zero, Vector512.CreateScalar(-1L).AsSingle() })
            {
                var wide = forces.Of(d, attracting, all);
                Assert.Equal(wide.GetLower().AsInt32(), forces.Of(d.GetLower(), attracting.GetLower(), all.GetLower()).AsInt32());
                Assert.Equal(wide.GetUpper().AsInt32(), forces.Of(d.GetUpper(), attracting.GetUpper(), all.GetUpper()).AsInt32());
            }
        }
    }

    [Fact]
    public void Lanczos_finds_the_eigenpairs_that_Jacobi_finds()
    {
        const int size = 90;
        var random = new RandomSource(8);
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i * size + j] = matrix[j * size + i] = random.NextGaussian();
            }
        }

        var (expected, vectors) = JacobiEigen.Solve(matrix, size);
        AssertEigenpair(matrix, size, expected[0], vectors.AsSpan(0, size).ToArray());
        var (values, found) = LanczosEigen.Largest(
            (from, to) => Multiply(matrix, size, from, to), size, 3, vectors.AsSpan(0, size), 1e-9, random, 2, default);
        Assert.Equal(expected[1..4], values, (a, b) => Math.Abs(a - b) < 1e-8);
        for (var i = 0; i < 3; i++)
        {
            AssertEigenpair(matrix, size, values[i], found[i]);
        }
    }

    [Fact]
    public void Lanczos_survives_an_operator_with_few_different_eigenvalues()
    {
        var (values, vectors) = LanczosEigen.Largest((from, to) => from.CopyTo(to, 0), 100, 2, [], 1e-9, new RandomSource(1), 1, default);
        Assert.Equal([1.0, 1.0], values, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0, vectors[0].Zip(vectors[1], (a, b) => a * b).Sum(), 1e-12);
    }

    [Fact]
    public void Cholesky_inverts_and_refuses_what_is_not_positive_definite()
    {
        double[] matrix = [4, 2, 0.4, 2, 3, 0.1, 0.4, 0.1, 2];
        var inverse = new double[9];
        Assert.True(Cholesky.TryInvert(matrix, 3, inverse));
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(k => matrix[i * 3 + k] * inverse[k * 3 + j]), 1e-12);
            }
        }

        Assert.False(Cholesky.TryFactor([1, 2, 2, 1], 2, new double[4]));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(72)]
    public void Sums_in_lanes_take_every_value(int length)
    {
        double[] ones = [.. Enumerable.Range(1, length).Select(i => (double)i)];
        Assert.Equal(length * (length + 1) / 2, LaneMath.Sum(ones));
        Assert.Equal(ones.Sum(v => v * v), LaneMath.Dot(ones, ones));
    }

    [Fact]
    public void Exponentials_and_logarithms_in_lanes_are_those_of_the_runtime_but_for_rounding()
    {
        var random = new RandomSource(3);
        for (var i = 0; i < 20_000; i++)
        {
            var x = -700 * Math.Pow(random.NextDouble(), 3);
            AssertClose(Math.Exp(x), LaneFunctions.Exp(Vector512.Create(x)), 4e-16);
            var y = i % 2 == 0 ? Math.Exp(x) : 1 + (2 * random.NextDouble());
            AssertClose(Math.Log(y), LaneFunctions.Log(Vector512.Create(y)), 1e-15);
        }

        AssertClose(1, LaneFunctions.Exp(Vector512<double>.Zero), 0);
        AssertClose(0, LaneFunctions.Log(Vector512<double>.One), 0);
        AssertClose(0, LaneFunctions.Exp(Vector512.Create(-1e9)), 0);

        static void AssertClose(double expected, Vector512<double> actual, double tolerance)
        {
            for (var lane = 0; lane < Vector512<double>.Count; lane++)
            {
                Assert.InRange(actual[lane], expected - (tolerance * Math.Abs(expected)), expected + (tolerance * Math.Abs(expected)));
            }
        }
    }

    private static void Multiply(double[] matrix, int size, double[] from, double[] to)
    {
        for (var i = 0; i < size; i++)
        {
            to[i] = Enumerable.Range(0, size).Sum(j => matrix[i * size + j] * from[j]);
        }
    }

    private static void AssertEigenpair(double[] matrix, int size, double value, double[] vector)
    {
        var product = new double[size];
        Multiply(matrix, size, vector, product);
        Assert.All(Enumerable.Range(0, size), i => Assert.Equal(value * vector[i], product[i], 1e-7));
    }
}
