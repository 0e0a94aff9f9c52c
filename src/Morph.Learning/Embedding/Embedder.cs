using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Domain.Windows;
using Morph.Learning.Files;
using Morph.Learning.Networks;
using Morph.Learning.Pixels;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Learning.Embedding;

/// <summary>
/// Embeds windows with a trained model. Where the model sees a window's surroundings, overlapping windows share their computation: the part of the field
/// around them goes through the convolutions once. Otherwise windows go through the networks in fixed groups of consecutive positions. Either way the bytes do not
/// depend on who else is at work; workers give each embedder one torch thread. Use an embedder from one thread at a time.
/// </summary>
public sealed class Embedder : IDisposable
{
    private readonly ModelDescription _model;
    private readonly Architecture _architecture;
    private readonly FoldedNetwork _network;
    private readonly Device _device;
    private readonly int _threads;
    private readonly int _batch;
    private float[] _pixels = []; // Of the tile before, which mostly was of the same size.

    private Embedder(ModelDescription model, Architecture architecture, FoldedNetwork network, Device device, int threads, int batch) =>
        (_model, _architecture, _network, _device, _threads, _batch) = (model, architecture, network, device, threads, batch);

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
    /// <param name="batch">Windows per group where none is shared; null for the model's own setting. Another number may change the last bits.</param>
    /// <exception cref="ArtifactException">The file is missing, damaged, or no model.</exception>
    /// <exception cref="ConfigurationException">The device is not here, or the batch is below 1.</exception>
    public static Embedder Load(string modelPath, string device, int threads, int? batch = null)
    {
        var place = TorchRuntime.Device(device);
        TorchRuntime.UseThreads(threads);
        TorchRuntime.ReturnFreedMemory();
        using var file = TensorFile.Open(modelPath, ModelDescription.Kind);
        var model = file.About<ModelDescription>();
        var size = batch ?? model.Embed.Batch;
        if (size < 1)
        {
            throw new ConfigurationException($"morph.embed.batch is {size}: it must be at least 1.");
        }

        var architecture = Architecture.Of(model.Train, model.Channels);
        using var encoder = new Encoder(architecture);
        using var summarizer = new Summarizer(architecture);
        file.CopyInto(DeepInfoMax.StateOf("encoder", encoder).Concat(DeepInfoMax.StateOf("summarizer", summarizer)));
        return new(model, architecture, new FoldedNetwork(architecture, encoder, summarizer, model.Embed.Precision, place), place, threads, size);
    }

    /// <summary>Represents windows of a field; <see cref="WindowEmbedding"/> makes embeddings of that.</summary>
    /// <param name="image">The field's raw pixels.</param>
    /// <param name="positions">Top-left corners of the windows, all inside the field.</param>
    /// <returns>The global representations: one row for each position, in their order.</returns>
    /// <exception cref="ImageException">The field has another number of channels than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window reaches beyond the field.</exception>
    public float[] Embed(FieldImage image, IReadOnlyList<WindowPosition> positions)
    {
        CheckFits(image, positions);
        TorchRuntime.UseThreads(_threads);
        using var still = inference_mode();
        var result = new float[positions.Count * _architecture.GlobalLength];
        if (_model.Train.Border == WindowBorder.Surroundings)
        {
            foreach (var tile in WindowTile.Of(positions, _architecture))
            {
                EmbedTile(image, tile, result);
            }
        }
        else
        {
            foreach (var (group, number) in positions.Chunk(_batch).Select((group, number) => (group, number)))
            {
                EmbedApart(image, group).CopyTo(result.AsSpan(number * _batch * _architecture.GlobalLength));
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    /// <summary>Windows with their surroundings, all at once.</summary>
    private void EmbedTile(FieldImage image, WindowTile tile, float[] result)
    {
        var part = tile.Part;
        if (_pixels.Length != Channels * part.Height * part.Width)
        {
            _pixels = new float[Channels * part.Height * part.Width];
        }

        WindowPixels.Copy(image, part, false, false, Normalisation, _pixels);
        using var scope = NewDisposeScope();
        var responses = _network.Respond(tensor(_pixels, [1, Channels, part.Height, part.Width], device: _device));
        var embeddings = _network.Summarize(tile.Pool(responses)).cpu().data<float>().ToArray();
        for (var i = 0; i < tile.Windows.Count; i++)
        {
            embeddings.AsSpan(i * _architecture.GlobalLength, _architecture.GlobalLength)
                .CopyTo(result.AsSpan(tile.Windows[i].Row * _architecture.GlobalLength));
        }
    }

    /// <summary>Windows that end at their borders, each by itself.</summary>
    private float[] EmbedApart(FieldImage image, WindowPosition[] positions)
    {
        var pixels = Channels * Window * Window;
        var crops = new float[positions.Length * pixels];
        for (var i = 0; i < positions.Length; i++)
        {
            WindowPixels.Copy(image, new(positions[i].Y, positions[i].X, Window, Window), false, false, Normalisation, crops.AsSpan(i * pixels, pixels));
        }

        using var scope = NewDisposeScope();
        var responses = _network.Respond(tensor(crops, [positions.Length, Channels, Window, Window], device: _device));
        return _network.Summarize(WindowPools.Pool(responses, _architecture.Pools).flatten(1)).cpu().data<float>().ToArray();
    }

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
