using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Windows;
using Morph.Learning.Files;
using Morph.Learning.Networks;
using Morph.Learning.Pixels;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Learning.Embedding;

/// <summary>
/// Embeds windows with a trained model. Windows go through the networks in fixed groups of consecutive positions, so the bytes do not
/// depend on who else is at work; workers give each embedder one torch thread. Use an embedder from one thread at a time.
/// </summary>
public sealed class Embedder : IDisposable
{
    private readonly ModelDescription _model;
    private readonly FoldedNetwork _network;
    private readonly Device _device;
    private readonly int _threads;
    private readonly int _batch;

    private Embedder(ModelDescription model, FoldedNetwork network, Device device, int threads, int batch) =>
        (_model, _network, _device, _threads, _batch) = (model, network, device, threads, batch);

    /// <summary>Mean and standard deviation of the training samples, applied to every image.</summary>
    public Normalisation Normalisation => _model.Normalisation;

    /// <summary>Window side in pixels.</summary>
    public int Window => _model.Window;

    /// <summary>Channels of the images.</summary>
    public int Channels => _model.Channels;

    /// <summary>Names of the channels in order, as far as the training's settings named them.</summary>
    public IReadOnlyList<string> ChannelNames => _model.ChannelNames;

    /// <summary>Loads a model file.</summary>
    /// <param name="modelPath">A file written by <see cref="Training.TrainingSession.SaveModel"/>.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</param>
    /// <param name="threads">Torch threads; 0 for the number of cores.</param>
    /// <param name="batch">Windows per group; null for the model's own setting. Another number may change the last bits.</param>
    /// <exception cref="ArtifactException">The file is missing, damaged, or no model.</exception>
    /// <exception cref="ConfigurationException">The device is not here, or the batch is below 1.</exception>
    public static Embedder Load(string modelPath, string device, int threads, int? batch = null)
    {
        var place = TorchRuntime.Device(device);
        TorchRuntime.UseThreads(threads);
        using var file = TensorFile.Open(modelPath, ModelDescription.Kind);
        var model = file.About<ModelDescription>();
        var size = batch ?? model.Embed.Batch;
        if (size < 1)
        {
            throw new ConfigurationException($"morph.embed.batch is {size}: it must be at least 1.");
        }

        using var encoder = new Encoder(model.Channels);
        using var summarizer = new Summarizer(model.Window);
        file.CopyInto(DeepInfoMax.StateOf("encoder", encoder).Concat(DeepInfoMax.StateOf("summarizer", summarizer)));
        return new(model, new FoldedNetwork(encoder, summarizer, place), place, threads, size);
    }

    /// <summary>Embeds windows of a field.</summary>
    /// <param name="image">The field's raw pixels.</param>
    /// <param name="positions">Top-left corners of the windows, all inside the field.</param>
    /// <returns>One row of 128 numbers for each position, in their order.</returns>
    /// <exception cref="ImageException">The field has another number of channels than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window reaches beyond the field.</exception>
    public float[] Embed(FieldImage image, IReadOnlyList<WindowPosition> positions)
    {
        CheckFits(image, positions);
        TorchRuntime.UseThreads(_threads);
        using var still = inference_mode();
        var result = new float[positions.Count * Architecture.EmbeddingLength];
        var pixels = Channels * Window * Window;
        var crops = new float[Math.Min(_batch, positions.Count) * pixels];
        for (var first = 0; first < positions.Count; first += _batch)
        {
            var count = Math.Min(_batch, positions.Count - first);
            for (var i = 0; i < count; i++)
            {
                var (y, x) = positions[first + i];
                WindowPixels.Copy(image, y, x, Window, false, false, Normalisation, crops.AsSpan(i * pixels, pixels));
            }

            using var scope = NewDisposeScope();
            var images = tensor(crops.AsMemory(0, count * pixels), [count, Channels, Window, Window], device: _device);
            _network.Embed(images).cpu().data<float>()
                .CopyTo(result, first * Architecture.EmbeddingLength);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private void CheckFits(FieldImage image, IReadOnlyList<WindowPosition> positions)
    {
        if (image.Channels != Channels)
        {
            throw new ImageException($"The field has {image.Channels} channels; the model was trained on {Channels}.");
        }

        foreach (var (y, x) in positions)
        {
            if (y < 0 || x < 0 || y > image.Height - Window || x > image.Width - Window)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(positions), $"The {Window} x {Window} window at ({y}, {x}) reaches beyond the {image.Height} x {image.Width} field.");
            }
        }
    }
}
