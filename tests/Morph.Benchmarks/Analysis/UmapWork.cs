using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks.Analysis;

/// <summary>
/// The map of n embeddings of 128 numbers: 14 overlapping groups in a common space of 8 dimensions, with a little noise in all 128, as
/// learned embeddings lie near a surface of few dimensions. (In 128 full dimensions umap-learn's approximate neighbours, from 4,096
/// points on, miss many true ones, and the two would not map the same graph.)
/// </summary>
internal sealed class UmapWork : IWork
{
    private const int Features = 128;
    private const int Groups = 14;
    private const int Latent = 8;
    private const double GroupSpread = 2;
    private const double Noise = 0.5;

    private readonly bool _seededPeer;
    private readonly string _points = Path.GetTempFileName();
    private readonly string _labels = Path.GetTempFileName();
    private readonly Points _data;
    private readonly int[] _group;

    /// <summary>Generates the points.</summary>
    /// <param name="count">Points.</param>
    /// <param name="seededPeer">Whether the peer's map is the same each time, as ours always is: it takes one core then.</param>
    public UmapWork(int count, bool seededPeer = true)
    {
        _seededPeer = seededPeer;
        var random = new RandomSource(2);
        var axes = Gaussians(random, Latent * Features, 1);
        var centers = Gaussians(random, Groups * Latent, GroupSpread);
        _group = [.. Enumerable.Range(0, count).Select(i => i % Groups)];
        _data = new(_group.SelectMany(g => Draw(random, centers.AsSpan(g * Latent, Latent), axes)).ToArray(), Features);
        File.WriteAllBytes(_points, MemoryMarshal.AsBytes(_data.Values.Span));
        File.WriteAllBytes(_labels, MemoryMarshal.AsBytes(_group.AsSpan()));
    }

    private string Peers => _seededPeer ? "seeded" : "unseeded";

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"map of {_data.Count:N0} x {Features}, peer {Peers}");

    /// <inheritdoc/>
    public string? QualityName => "label accuracy";

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var clock = Stopwatch.StartNew();
        var model = UmapModel.Fit(_data, new(), new RandomSource(1));
        var seconds = clock.Elapsed.TotalSeconds;
        return new(seconds, NeighborLabelAccuracy.CrossValidated(new Points(model.Embedding, 2), _group));
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() =>
        Benchmarks.Peer.Run("umap_peer.py", _points, Features.ToString(CultureInfo.InvariantCulture), _labels, Peers);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_points);
        File.Delete(_labels);
    }

    private static double[] Gaussians(RandomSource random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * random.NextGaussian())];

    private static float[] Draw(RandomSource random, ReadOnlySpan<double> center, double[] axes)
    {
        var point = new float[Features];
        foreach (var (place, axis) in center.ToArray().Zip(axes.Chunk(Features)))
        {
            var along = place + random.NextGaussian();
            for (var j = 0; j < Features; j++)
            {
                point[j] += (float)(along * axis[j]);
            }
        }

        for (var j = 0; j < Features; j++)
        {
            point[j] += (float)(Noise * random.NextGaussian());
        }

        return point;
    }
}
