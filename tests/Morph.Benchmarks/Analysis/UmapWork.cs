using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks.Analysis;

/// <summary>The map of n embeddings of 128 numbers: 14 overlapping Gaussian groups.</summary>
internal sealed class UmapWork : IWork
{
    private const int Features = 128;
    private const int Groups = 14;

    private readonly string _points = Path.GetTempFileName();
    private readonly string _labels = Path.GetTempFileName();
    private readonly Points _data;
    private readonly int[] _group;

    /// <summary>Generates the points.</summary>
    public UmapWork(int count)
    {
        var random = new RandomSource(2);
        float[] centers = [.. Enumerable.Range(0, Groups * Features).Select(_ => (float)(0.4 * random.NextGaussian()))];
        _group = [.. Enumerable.Range(0, count).Select(i => i % Groups)];
        _data = new(
            _group.SelectMany(g => Enumerable.Range(0, Features).Select(j => centers[g * Features + j] + (float)random.NextGaussian())).ToArray(),
            Features);
        File.WriteAllBytes(_points, MemoryMarshal.AsBytes(_data.Values.Span));
        File.WriteAllBytes(_labels, MemoryMarshal.AsBytes(_group.AsSpan()));
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"map of {_data.Count:N0} x {Features}, seeded");

    /// <inheritdoc/>
    public string QualityName => "label accuracy";

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
        Analysis.Peer.Run("umap_peer.py", _points, Features.ToString(CultureInfo.InvariantCulture), _labels);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_points);
        File.Delete(_labels);
    }
}
