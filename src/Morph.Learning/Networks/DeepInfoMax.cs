using Morph.Domain.Settings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>All networks of one training: what is learned (encoder, summarizer) and the critics that teach it.</summary>
public sealed class DeepInfoMax : IDisposable
{
    private readonly bool _hasPrior;
    private readonly NumberPrecision _precision;

    /// <summary>Creates the networks on the processor; weights are torch's defaults until <see cref="InitialWeights"/> sets them.</summary>
    /// <param name="settings">Form of the networks, window side, border, precision, and whether there is a prior.</param>
    /// <param name="channels">Channels of the images, at least 1.</param>
    /// <exception cref="Domain.Errors.ConfigurationException">The side is not a multiple of 8, or below 64.</exception>
    public DeepInfoMax(TrainSettings settings, int channels)
    {
        (_hasPrior, _precision) = (settings.PriorWeight > 0, settings.Precision);
        Architecture = Architecture.Of(settings, channels);
        Encoder = new Encoder(Architecture);
        Summarizer = new Summarizer(Architecture);
        (Global, Local) = settings.Network == NetworkForm.Reference
            ? ((nn.Module<Tensor, Tensor>)new GlobalDiscriminator(), (nn.Module<Tensor, Tensor>)new LocalDiscriminator(Architecture.LocalChannels))
            : (new Projection("global", Architecture.GlobalLength), new Projection("local", Architecture.LocalChannels));
        Prior = new PriorDiscriminator(Architecture.GlobalLength);
    }

    /// <summary>The layers of encoder and summarizer.</summary>
    public Architecture Architecture { get; }

    /// <summary>Windows to local representations.</summary>
    public Encoder Encoder { get; }

    /// <summary>Local representations to the global one.</summary>
    public Summarizer Summarizer { get; }

    /// <summary>The critic's half for global representations.</summary>
    public nn.Module<Tensor, Tensor> Global { get; }

    /// <summary>The critic's half for local representations.</summary>
    public nn.Module<Tensor, Tensor> Local { get; }

    /// <summary>The critic that holds the global representations to the uniform prior; of no use, and not stored, where the prior has no weight.</summary>
    public PriorDiscriminator Prior { get; }

    /// <summary>
    /// Windows, with their surroundings if those are seen, to what represents them: the local representations as (B side/8 side/8) x D rows, field by
    /// field and row by row of locations, and the global ones as B x 128 (126 where two numbers tell the density around).
    /// </summary>
    public (Tensor Local, Tensor Global) Represent(Tensor images)
    {
        var local = Encoder.call(Precision.Narrow(MemoryFormat.ChannelsLast(images), _precision));
        var global = Summarizer.call(local);
        var (beyond, inside) = (Architecture.LocationsBeyond, Architecture.Locations);
        var inner = local.narrow(2, beyond, inside).narrow(3, beyond, inside);
        return (Precision.Widen(inner.permute(0, 2, 3, 1).flatten(0, 2)), global);
    }

    /// <summary>Each network with the prefix of its weights' names; the order is that of all stored tables.</summary>
    public IEnumerable<(string Prefix, nn.Module Network)> Networks =>
    [
        ("encoder", Encoder), ("summarizer", Summarizer), ("mi_discriminator", Global), ("mi_discriminator", Local),
        .. _hasPrior ? [("prior_discriminator", (nn.Module)Prior)] : Array.Empty<(string, nn.Module)>(),
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

        Prior.Dispose();
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
