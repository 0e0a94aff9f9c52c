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
/// All windows of 24 fields of 3 x 512 x 512 pixels, read from PNG files, cut out and embedded. Morph works as in a run, one torch thread and one field at a
/// time per core; the peer has all cores for its one field.
/// </summary>
internal sealed class EmbeddingWork : IWork
{
    private const int Samples = 6;
    private const int Side = 512;

    private readonly int _peerBatch;
    private readonly SimulatedFields _images = new(Samples);
    private readonly string _model = Path.GetTempFileName();
    private readonly IReadOnlyList<WindowPosition> _positions = new WindowGrid(128, 32).Positions(Side, Side);
    private readonly Embedder[] _embedders;

    /// <summary>Prepares the fields and an embedder per core, with the weights a training starts from: speed does not depend on them.</summary>
    /// <param name="peerBatch">Windows that the peer takes at once.</param>
    public EmbeddingWork(int peerBatch)
    {
        _peerBatch = peerBatch;
        var plan = new TrainingPlan(MorphSettings.Default, 3, [Sample("a"), Sample("b")], [], new([20, 20, 20], [30, 30, 30]), 1, 1, "cpu");
        using (var session = TrainingSession.Start(plan, new NoFields()))
        {
            using var file = File.Create(_model);
            session.SaveModel(file);
        }

        _embedders = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Embedder.Load(_model, "cpu", 1))];
    }

    /// <inheritdoc/>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"embedding of {_images.Fields.Count} fields, {_positions.Count} windows each, peer {(_peerBatch == 1 ? "one by one" : $"in batches of {_peerBatch}")}");

    /// <inheritdoc/>
    public string? QualityName => null;

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var clock = Stopwatch.StartNew();
        var next = -1;
        var threads = _embedders.Select(embedder => new Thread(() =>
        {
            for (var field = Interlocked.Increment(ref next); field < _images.Fields.Count; field = Interlocked.Increment(ref next))
            {
                embedder.Embed(_images.Reader.Read(_images.Fields[field]), _positions);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return new(clock.Elapsed.TotalSeconds, 0);
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() => Benchmarks.Peer.Run(
        "embedding_peer.py",
        _images.Folder,
        "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        "--batch", _peerBatch.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_embedders, e => e.Dispose());
        File.Delete(_model);
        _images.Dispose();
    }

    private static TrainingSample Sample(string name) =>
        new(name, [new(name, name, [], ImmutableSortedDictionary<string, string>.Empty)]);

    private sealed class NoFields : IFieldSource
    {
        public FieldImage ReadImage(FieldEntry field) => throw new NotSupportedException("No step is trained here.");

        public FieldMask ReadMask(FieldEntry field) => throw new NotSupportedException("No step is trained here.");
    }
}
