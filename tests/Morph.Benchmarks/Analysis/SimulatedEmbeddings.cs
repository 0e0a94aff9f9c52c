using Morph.Analysis;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks.Analysis;

/// <summary>
/// Embeddings of 128 numbers: 14 overlapping groups in a common space of 8 dimensions, with a little noise in all 128, as learned embeddings lie near a surface of few
/// dimensions. (In 128 full dimensions umap-learn's approximate neighbours, from 4,096 points on, miss many true ones, and the two would not map the same graph.)
/// </summary>
internal static class SimulatedEmbeddings
{
    /// <summary>Numbers of an embedding.</summary>
    public const int Features = 128;

    private const int Groups = 14;
    private const int Latent = 8;
    private const double GroupSpread = 2;
    private const double Noise = 0.5;

    /// <summary>So many embeddings, and the group of each.</summary>
    public static (Points Points, int[] Group) Draw(int count)
    {
        var random = new RandomSource(2);
        var axes = Gaussians(random, Latent * Features, 1);
        var centers = Gaussians(random, Groups * Latent, GroupSpread);
        var group = new int[count];
        var values = new float[count * Features];
        for (var i = 0; i < count; i++)
        {
            group[i] = i % Groups;
            Draw(random, centers.AsSpan(group[i] * Latent, Latent), axes, values.AsSpan(i * Features, Features));
        }

        return (new(values, Features), group);
    }

    private static double[] Gaussians(RandomSource random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * random.NextGaussian())];

    private static void Draw(RandomSource random, ReadOnlySpan<double> center, double[] axes, Span<float> point)
    {
        for (var axis = 0; axis < Latent; axis++)
        {
            var along = center[axis] + random.NextGaussian();
            for (var j = 0; j < Features; j++)
            {
                point[j] += (float)(along * axes[(axis * Features) + j]);
            }
        }

        for (var j = 0; j < Features; j++)
        {
            point[j] += (float)(Noise * random.NextGaussian());
        }
    }
}
