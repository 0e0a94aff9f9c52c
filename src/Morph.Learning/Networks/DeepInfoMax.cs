using Morph.Domain.Settings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>All networks of one training: what is learned (encoder, summarizer) and the critics that teach it.</summary>
public sealed class DeepInfoMax : IDisposable
{
    private readonly WindowBorder _border;

    /// <summary>Creates the networks on the processor; weights are torch's defaults until <see cref="InitialWeights"/> sets them.</summary>
    /// <param name="channels">Channels of the images, at least 1.</param>
    /// <param name="side">Window side in pixels.</param>
    /// <param name="border">What they see beyond a window's border.</param>
    /// <exception cref="Domain.Errors.ConfigurationException">The side is not a multiple of 8, or below 64.</exception>
    public DeepInfoMax(int channels, int side, WindowBorder border)
    {
        Architecture.CheckSide(side);
        _border = border;
        Encoder = new Encoder(channels, border);
        Summarizer = new Summarizer(side, border);
        Global = new GlobalDiscriminator();
        Local = new LocalDiscriminator();
        Prior = new PriorDiscriminator();
    }

    /// <summary>Windows to local representations.</summary>
    public Encoder Encoder { get; }

    /// <summary>Local representations to the global one.</summary>
    public Summarizer Summarizer { get; }

    /// <summary>The critic's half for global representations.</summary>
    public GlobalDiscriminator Global { get; }

    /// <summary>The critic's half for local representations.</summary>
    public LocalDiscriminator Local { get; }

    /// <summary>The critic that holds the global representations to the uniform prior.</summary>
    public PriorDiscriminator Prior { get; }

    /// <summary>
    /// Windows, with their surroundings if those are seen, to what represents them: the local representations as (B side/8 side/8) x 256 rows, field by
    /// field and row by row of locations, and the global ones as B x 128.
    /// </summary>
    public (Tensor Local, Tensor Global) Represent(Tensor images)
    {
        var local = Encoder.call(MemoryFormat.ChannelsLast(images));
        var global = Summarizer.call(local);
        var inner = _border == WindowBorder.Zeros ? local : local.narrow(2, 1, local.shape[2] - 2).narrow(3, 1, local.shape[3] - 2);
        return (inner.permute(0, 2, 3, 1).flatten(0, 2), global);
    }

    /// <summary>Each network with the prefix of its weights' names; the order is that of all stored tables.</summary>
    public IEnumerable<(string Prefix, nn.Module Network)> Networks =>
    [
        ("encoder", Encoder), ("summarizer", Summarizer), ("mi_discriminator", Global), ("mi_discriminator", Local), ("prior_discriminator", Prior),
    ];

    /// <summary>Parameters by full name, in order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        Networks.SelectMany(n => n.Network.named_parameters().Select(p => ($"{n.Prefix}.{p.name}", p.parameter)));

    /// <summary>Parameters and batch-norm statistics of all networks by full name, in order.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedState() => Networks.SelectMany(n => StateOf(n.Prefix, n.Network));

    /// <summary>Parameters and batch-norm statistics of what is kept as the model: encoder and summarizer.</summary>
    public IEnumerable<(string Name, Tensor Value)> ModelState() => StateOf("encoder", Encoder).Concat(StateOf("summarizer", Summarizer));

    /// <summary>Batch norm uses and updates the statistics of each batch.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Batch norm uses its running statistics.</summary>
    public void Evaluate() => SetTraining(false);

    /// <summary>Moves all networks to a device.</summary>
    public void MoveTo(Device device)
    {
        foreach (var (_, network) in Networks)
        {
            network.to(device);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, network) in Networks)
        {
            network.Dispose();
        }
    }

    /// <summary>Parameters, then batch-norm statistics, of one network.</summary>
    internal static IEnumerable<(string Name, Tensor Value)> StateOf(string prefix, nn.Module network) =>
        network.named_parameters().Select(p => ($"{prefix}.{p.name}", (Tensor)p.parameter))
            .Concat(network.named_buffers().Select(b => ($"{prefix}.{b.name}", b.buffer)));

    private void SetTraining(bool training)
    {
        foreach (var (_, network) in Networks)
        {
            network.train(training);
        }
    }
}
