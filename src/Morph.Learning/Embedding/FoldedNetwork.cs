using Morph.Domain.Settings;
using Morph.Learning.Networks;
using static TorchSharp.torch;

namespace Morph.Learning.Embedding;

/// <summary>
/// Encoder and summarizer for evaluation: each batch norm, a fixed scale and shift by then, is multiplied into the layer before it
/// (Jacob et al. 2018, section 3.2), and ReLU follows the maximum, which gives the same numbers from a quarter of the pixels.
/// Equal to the networks in evaluation mode but for rounding.
/// </summary>
internal sealed class FoldedNetwork : IDisposable
{
    private const double Epsilon = 1e-5;

    private readonly long[] _padding;
    private readonly List<Layer> _convolutions = [];
    private readonly Layer _hidden;
    private readonly Layer _output;

    /// <summary>Folds networks as they are now; they are not needed afterwards.</summary>
    public FoldedNetwork(Encoder encoder, Summarizer summarizer, WindowBorder border, Device device)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var from = DeepInfoMax.StateOf("encoder", encoder).Concat(DeepInfoMax.StateOf("summarizer", summarizer))
            .ToDictionary(t => t.Name, t => t.Value.to(device));
        _padding = [Encoder.Padding(border), Encoder.Padding(border)];
        var index = 0;
        foreach (var layer in Architecture.EncoderLayers(encoder.Channels))
        {
            _convolutions.Add(layer.Normalised ? Fold(from, "encoder", index, layer) : Keep(from[$"encoder.feats.{index}.weight"], null, layer));
            index += 1 + (layer.Normalised ? 2 : 0) + (layer.Pooled ? 1 : 0);
        }

        // Its ReLU follows the maximum over the windows.
        _convolutions.Add(Fold(from, "summarizer", 0, Architecture.SummaryLayer) with { Rectified = false });
        _hidden = Fold(from, "summarizer", 5, null);
        _output = Keep(from["summarizer.feats.8.weight"], null, null);
    }

    /// <summary>B x C x height x width normalised pixels to B x 512 x h x w responses of the summarizer's convolution, before its ReLU.</summary>
    public Tensor Respond(Tensor images)
    {
        var map = MemoryFormat.ChannelsLast(images);
        foreach (var layer in _convolutions)
        {
            map = nn.functional.conv2d(map, layer.Weight, layer.Bias, padding: _padding);
            map = layer.Pooled ? nn.functional.max_pool2d(map, 2) : map;
            map = layer.Rectified ? map.relu_() : map;
        }

        return map;
    }

    /// <summary>B x (512 blocks) largest responses in the blocks of each window, channel by channel, to B x 128.</summary>
    public Tensor Summarize(Tensor largest) => Apply(Apply(largest.relu(), _hidden).relu_(), _output);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Layer layer in (Layer[])[.. _convolutions, _hidden, _output])
        {
            layer.Weight.Dispose();
            layer.Bias?.Dispose();
        }
    }

    private static Tensor Apply(Tensor vectors, Layer layer) => nn.functional.linear(vectors, layer.Weight, layer.Bias);

    /// <summary>The layer at an index and the batch norm that follows it, as one layer.</summary>
    private static Layer Fold(Dictionary<string, Tensor> from, string network, int index, ConvolutionLayer? layer)
    {
        var norm = $"{network}.feats.{index + 1}";
        var scale = from[$"{norm}.weight"] / (from[$"{norm}.running_var"] + Epsilon).sqrt();
        var weight = from[$"{network}.feats.{index}.weight"];
        long[] perUnit = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
        return Keep(weight * scale.view(perUnit), from[$"{norm}.bias"] - from[$"{norm}.running_mean"] * scale, layer);
    }

    private static Layer Keep(Tensor weight, Tensor? bias, ConvolutionLayer? layer) => new(
        (weight.dim() == 4 ? MemoryFormat.ChannelsLast(weight) : weight).detach().clone().DetachFromDisposeScope(),
        bias?.DetachFromDisposeScope(),
        layer?.Pooled == true,
        layer?.Normalised == true);

    private sealed record Layer(Tensor Weight, Tensor? Bias, bool Pooled, bool Rectified);
}
