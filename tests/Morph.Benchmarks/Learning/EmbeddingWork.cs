using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Domain.Windows;
using Morph.Learning.Embedding;
using Morph.Learning.Training;

namespace Morph.Benchmarks.Learning;

/// <summary>
/// The windows of one 512 x 512 field, cut out and embedded; no reading of images. Morph works as in a run, one torch thread and one field
/// per core, so its time is that of all fields over their number; the peer has all cores for its one field.
/// </summary>
internal sealed class EmbeddingWork : IWork
{
    private const int Channels = 3;
    private const int Side = 512;

    private readonly int _peerBatch;
    private readonly string _model = Path.GetTempFileName();
    private readonly FieldImage _image;
    private readonly IReadOnlyList<WindowPosition> _positions = new WindowGrid(128, 32).Positions(Side, Side);
    private readonly Embedder[] _embedders;

    /// <summary>Prepares a field and an embedder per core, with the weights a training starts from: speed does not depend on them.</summary>
    /// <param name="peerBatch">Windows that the peer takes at once.</param>
    public EmbeddingWork(int peerBatch)
    {
        _peerBatch = peerBatch;
        var random = new Random(1);
        _image = new(Channels, Side, Side, [.. Enumerable.Range(0, Channels * Side * Side).Select(_ => (ushort)random.Next(4096))]);
        var plan = new TrainingPlan(
            MorphSettings.Default, Channels, [Sample("a"), Sample("b")], [], new([2048, 2048, 2048], [1182, 1182, 1182]), 1, 1, "cpu");
        using (var session = TrainingSession.Start(plan, new NoFields()))
        {
            using var file = File.Create(_model);
            session.SaveModel(file);
        }

        _embedders = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Embedder.Load(_model, "cpu", 1))];
    }

    /// <inheritdoc/>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"embedding of {_positions.Count} windows, peer {(_peerBatch == 1 ? "one by one" : $"in batches of {_peerBatch}")}");

    /// <inheritdoc/>
    public string? QualityName => null;

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var clock = Stopwatch.StartNew();
        var threads = _embedders.Select(e => new Thread(() => e.Embed(_image, _positions))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return new(clock.Elapsed.TotalSeconds / _embedders.Length, 0);
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() => Benchmarks.Peer.Run(
        "embedding_peer.py",
        "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        "--batch", _peerBatch.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_embedders, e => e.Dispose());
        File.Delete(_model);
    }

    private static TrainingSample Sample(string name) =>
        new(name, [new(name, name, [], ImmutableSortedDictionary<string, string>.Empty)]);

    private sealed class NoFields : IFieldSource
    {
        public FieldImage ReadImage(FieldEntry field) => throw new NotSupportedException("No step is trained here.");

        public FieldMask ReadMask(FieldEntry field) => throw new NotSupportedException("No step is trained here.");
    }
}
