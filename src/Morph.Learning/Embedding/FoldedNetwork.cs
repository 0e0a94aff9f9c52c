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

    private readonly NumberPrecision _precision;
    private readonly long[] _padding;
    private readonly List<Layer> _convolutions = [];
    private readonly List<Layer> _head = [];
    private readonly bool _rectifiedLater;

    /// <summary>Folds networks as they are now; they are not needed afterwards.</summary>
    public FoldedNetwork(Architecture architecture, Encoder encoder, Summarizer summarizer, NumberPrecision precision, Device device)
    {
        _precision = precision;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var from = DeepInfoMax.StateOf("encoder", encoder).Concat(DeepInfoMax.StateOf("summarizer", summarizer))
            .ToDictionary(t => t.Name, t => t.Value.to(device));
        _padding = [Encoder.Padding(architecture.Border), Encoder.Padding(architecture.Border)];
        var index = 0;
        foreach (var layer in architecture.Encoder)
        {
            _convolutions.Add(Fold(from, "encoder", index, layer.End, layer.Pooled).In(precision));
            index += layer.Modules;
        }

        index = 0;
        foreach (var layer in architecture.Summary)
        {
            _convolutions.Add(Fold(from, "summarizer", index, layer.End, layer.Pooled).In(precision));
            index += layer.Modules;
        }

        // After the pools and the flattening.
        index += 2;
        foreach (var layer in architecture.Head)
        {
            _head.Add(Fold(from, "summarizer", index, layer.End, pooled: false).In(NumberPrecision.Float32));
            index += layer.Modules;
        }

        // Where all that is taken of the last responses are maxima, they are taken first: a window has fewer of them.
        _rectifiedLater = _convolutions[^1].Rectified && architecture.Pools.All(p => p.Kind == PoolKind.Maximum);
        _convolutions[^1] = _convolutions[^1] with { Rectified = _convolutions[^1].Rectified && !_rectifiedLater };
    }

    /// <summary>B x C x height x width normalised pixels to the B x D x h x w responses that are pooled.</summary>
    public Tensor Respond(Tensor images)
    {
        var map = Precision.Narrow(MemoryFormat.ChannelsLast(images), _precision);
        foreach (var layer in _convolutions)
        {
            map = nn.functional.conv2d(map, layer.Weight, layer.Bias, padding: _padding);
            map = layer.Pooled ? nn.functional.max_pool2d(map, 2) : map;
            map = layer.Rectified ? map.relu_() : map;
        }

        return Precision.Widen(map);
    }

    /// <summary>The pooled responses of B windows, one row for each, to B x 128.</summary>
    public Tensor Summarize(Tensor pooled)
    {
        var vectors = _rectifiedLater ? pooled.relu() : pooled;
        foreach (var layer in _head)
        {
            vectors = nn.functional.linear(vectors, layer.Weight, layer.Bias);
            vectors = layer.Rectified ? vectors.relu_() : vectors;
        }

        return vectors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Layer layer in (Layer[])[.. _convolutions, .. _head])
        {
            layer.Weight.Dispose();
            layer.Bias?.Dispose();
        }
    }

    /// <summary>The layer at an index, and the batch norm that follows it if there is one, as one layer.</summary>
    private static Layer Fold(Dictionary<string, Tensor> from, string network, int index, LayerEnd end, bool pooled)
    {
        var (weight, bias) = (from[$"{network}.feats.{index}.weight"], from.GetValueOrDefault($"{network}.feats.{index}.bias"));
        if (end == LayerEnd.Normalised)
        {
            var norm = $"{network}.feats.{index + 1}";
            var scale = from[$"{norm}.weight"] / (from[$"{norm}.running_var"] + Epsilon).sqrt();
            long[] perUnit = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
            (weight, bias) = (weight * scale.view(perUnit), from[$"{norm}.bias"] - from[$"{norm}.running_mean"] * scale);
        }

        return new(weight.dim() == 4 ? MemoryFormat.ChannelsLast(weight) : weight, bias, pooled, end != LayerEnd.Open);
    }

    private sealed record Layer(Tensor Weight, Tensor? Bias, bool Pooled, bool Rectified)
    {
        /// <summary>A copy of its own that computes with such numbers.</summary>
        public Layer In(NumberPrecision precision) => this with { Weight = Own(Weight, precision), Bias = Bias is null ? null : Own(Bias, precision) };

        private static Tensor Own(Tensor values, NumberPrecision precision) => Precision.Narrow(values.detach(), precision).clone().DetachFromDisposeScope();
    }
}
