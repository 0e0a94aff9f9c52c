using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks.Analysis;

/// <summary>The map of n simulated embeddings.</summary>
internal sealed class UmapWork : IWork
{
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
        (_data, _group) = SimulatedEmbeddings.Draw(count);
        File.WriteAllBytes(_points, MemoryMarshal.AsBytes(_data.Values.Span));
        File.WriteAllBytes(_labels, MemoryMarshal.AsBytes(_group.AsSpan()));
    }

    private string Peers => _seededPeer ? "seeded" : "unseeded";

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"map of {_data.Count:N0} x {SimulatedEmbeddings.Features}, peer {Peers}");

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
        Benchmarks.Peer.Run("umap_peer.py", _points, SimulatedEmbeddings.Features.ToString(CultureInfo.InvariantCulture), _labels, Peers);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_points);
        File.Delete(_labels);
    }
}
