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
    private static readonly long[] Padding = [1, 1];

    private readonly Layer[] _pooledBlocks;
    private readonly Layer _lastBlock;
    private readonly Layer _local;
    private readonly Layer _summary;
    private readonly Layer _hidden;
    private readonly Layer _output;

    /// <summary>Folds networks as they are now; they are not needed afterwards.</summary>
    public FoldedNetwork(Encoder encoder, Summarizer summarizer, Device device)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var from = DeepInfoMax.StateOf("encoder", encoder).Concat(DeepInfoMax.StateOf("summarizer", summarizer))
            .ToDictionary(t => t.Name, t => t.Value.to(device));
        _pooledBlocks = [Fold(from, "encoder", 0), Fold(from, "encoder", 4), Fold(from, "encoder", 8)];
        _lastBlock = Fold(from, "encoder", 12);
        _local = Keep(from["encoder.feats.15.weight"], null);
        _summary = Fold(from, "summarizer", 0);
        _hidden = Fold(from, "summarizer", 5);
        _output = Keep(from["summarizer.feats.8.weight"], null);
    }

    /// <summary>B x C x side x side normalised windows to B x 128.</summary>
    public Tensor Embed(Tensor windows)
    {
        var map = MemoryFormat.ChannelsLast(windows);
        foreach (var block in _pooledBlocks)
        {
            map = nn.functional.max_pool2d(Convolve(map, block), 2).relu_();
        }

        map = Convolve(Convolve(map, _lastBlock).relu_(), _local);
        var summary = nn.functional.max_pool2d(Convolve(map, _summary), 8).relu_().flatten(1);
        return Apply(Apply(summary, _hidden).relu_(), _output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Layer layer in (Layer[])[.. _pooledBlocks, _lastBlock, _local, _summary, _hidden, _output])
        {
            layer.Weight.Dispose();
            layer.Bias?.Dispose();
        }
    }

    private static Tensor Convolve(Tensor map, Layer layer) => nn.functional.conv2d(map, layer.Weight, layer.Bias, padding: Padding);

    private static Tensor Apply(Tensor vectors, Layer layer) => nn.functional.linear(vectors, layer.Weight, layer.Bias);

    /// <summary>The layer at an index and the batch norm that follows it, as one layer.</summary>
    private static Layer Fold(Dictionary<string, Tensor> from, string network, int index)
    {
        var norm = $"{network}.feats.{index + 1}";
        var scale = from[$"{norm}.weight"] / (from[$"{norm}.running_var"] + Epsilon).sqrt();
        var weight = from[$"{network}.feats.{index}.weight"];
        long[] perUnit = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
        return Keep(weight * scale.view(perUnit), from[$"{norm}.bias"] - from[$"{norm}.running_mean"] * scale);
    }

    private static Layer Keep(Tensor weight, Tensor? bias) => new(
        (weight.dim() == 4 ? MemoryFormat.ChannelsLast(weight) : weight).detach().clone().DetachFromDisposeScope(),
        bias?.DetachFromDisposeScope());

    private sealed record Layer(Tensor Weight, Tensor? Bias);
}
