using static TorchSharp.torch;

namespace Morph.Learning.Tests;

/// <summary>The rule by which the golden figures' inputs and weights are made, so that no file of them is needed.</summary>
internal static class NumberRule
{
    /// <summary>u(p, i) in [0, 1), i from 1.</summary>
    public static double U(int p, int i)
    {
        unchecked
        {
            var h = ((uint)i * 2654435761u) ^ ((uint)(p + 1) * 2246822519u);
            h ^= h >> 15;
            h *= 2246822519u;
            h ^= h >> 13;
            h *= 3266489917u;
            h ^= h >> 16;
            return h / 4294967296.0;
        }
    }

    /// <summary>The numbers (2u - 1) sqrt(3).</summary>
    public static Tensor Numbers(int p, params long[] shape) => Make(u => (2 * u - 1) * Math.Sqrt(3), p, shape);

    /// <summary>The numbers u themselves.</summary>
    public static Tensor Uniform(int p, params long[] shape) => Make(u => u, p, shape);

    /// <summary>True where u is above a threshold.</summary>
    public static Tensor Above(double threshold, int p, params long[] shape) => Make(u => u > threshold ? 1 : 0, p, shape).@bool();

    /// <summary>Sets parameters as the rule for weights says: by their index and shape.</summary>
    public static void SetWeights(IEnumerable<(string Name, TorchSharp.Modules.Parameter Parameter)> parameters)
    {
        using var still = no_grad();
        var index = 0;
        foreach (var (name, parameter) in parameters)
        {
            var shape = parameter.shape;
            var units = parameter.numel() / shape[0];
            Func<double, double> rule = shape.Length >= 2
                ? u => (2 * u - 1) * Math.Sqrt(3) * Math.Sqrt(1.0 / units)
                : name.EndsWith("weight", StringComparison.Ordinal) ? u => 1 + 0.1 * (2 * u - 1) : u => 0.1 * (2 * u - 1);
            using var values = Make(rule, index++, shape);
            parameter.copy_(values);
        }
    }

    private static Tensor Make(Func<double, double> rule, int p, long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (a, b) => a * b);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)rule(U(p, i + 1));
        }

        return tensor(values, shape);
    }
}
