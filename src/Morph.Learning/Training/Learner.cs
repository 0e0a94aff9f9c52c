using Morph.Domain.Settings;
using Morph.Learning.Losses;
using Morph.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>
/// One step of learning: forward, losses, one backward pass, two Adam updates. Knows nothing of samples, files or random numbers.
/// </summary>
public sealed class Learner : IDisposable
{
    private readonly DeepInfoMax _networks;
    private readonly TrainSettings _settings;
    private readonly MutualInformationEstimate _estimate;
    private readonly Adam _representation;
    private readonly Adam _discriminators;

    /// <summary>Starts with fresh optimisers for networks that are on their device already. The networks stay the caller's.</summary>
    public Learner(DeepInfoMax networks, TrainSettings settings)
    {
        (_networks, _settings, _estimate) = (networks, settings, MutualInformationEstimate.Of(settings));
        var parameters = networks.NamedParameters().ToLookup(p => p.Name.StartsWith("encoder.", StringComparison.Ordinal) || p.Name.StartsWith("summarizer.", StringComparison.Ordinal));
        _representation = new Adam(parameters[true]);
        _discriminators = new Adam(parameters[false]);
    }

    /// <summary>The state of both optimisers by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedState() => _representation.NamedState().Concat(_discriminators.NamedState());

    /// <summary>
    /// Losses and gradients of a batch, batch norm in training mode. Gradients are left on the parameters for <see cref="Update"/>.
    /// </summary>
    /// <param name="batch">The crops.</param>
    /// <param name="noise">M x 128 samples of the prior, uniform in [0, 1).</param>
    public LossTerms Gradients(Batch batch, Tensor noise)
    {
        using var scope = NewDisposeScope();
        _networks.Train();
        _representation.ClearGradients();
        _discriminators.ClearGradients();

        var (local, global) = _networks.Represent(batch.Images);
        var foreground = batch.ForegroundLocations();
        var seen = _networks.Global.call(global);
        var mi = _estimate.Loss(Criticise(local, foreground), batch.FieldOf(foreground), seen, batch.Sample, batch.Field);
        var nothing = zeros_like(mi);
        var contrast = _settings.ContrastWeight > 0 ? SampleContrast.Loss(seen, batch.Sample, _settings.Temperature) : nothing;
        var (discriminator, encoder, prior) = _settings switch
        {
            { PriorWeight: 0 } => (nothing, nothing, nothing),
            { Prior: PriorForm.Joint } => Joint(global, noise),
            { Prior: PriorForm.Adversarial } => Adversarial(global, noise),
            _ => throw new InvalidOperationException($"The prior form {_settings.Prior} is unknown."),
        };
        (mi + contrast * _settings.ContrastWeight + prior).backward();
        return new(mi.ToDouble(), contrast.ToDouble(), discriminator.ToDouble(), encoder.ToDouble());
    }

    /// <summary>Applies the gradients.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="steps">Steps in all.</param>
    public void Update(int step, int steps)
    {
        var rate = LearningRate.At(_settings, step, steps);
        _representation.Update(step, rate);
        _discriminators.Update(step, rate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _representation.Dispose();
        _discriminators.Dispose();
    }

    /// <summary>The foreground locations in the critic's space. Batch norm needs two of them, so a batch that shows less takes the background in.</summary>
    private Tensor Criticise(Tensor local, Tensor foreground) => _settings.Critic == CriticLocations.Foreground && foreground.shape[0] > 1
        ? _networks.Local.call(local.index_select(0, foreground))
        : _networks.Local.call(local).index_select(0, foreground);

    /// <summary>The reference's form: one weighted sum, so that the encoder helps the discriminator.</summary>
    private (Tensor Discriminator, Tensor Encoder, Tensor Weighted) Joint(Tensor global, Tensor noise)
    {
        var loss = PriorLosses.Discriminator(_networks.Prior.call(noise), _networks.Prior.call(global));
        return (loss, zeros_like(loss), loss * _settings.PriorWeight);
    }

    /// <summary>
    /// The form of Deep InfoMax. Both sides' losses go into one backward pass: the discriminator's sees detached globals,
    /// and the encoder's is built while the discriminator's parameters take no gradient.
    /// </summary>
    private (Tensor Discriminator, Tensor Encoder, Tensor Weighted) Adversarial(Tensor global, Tensor noise)
    {
        var discriminator = PriorLosses.Discriminator(_networks.Prior.call(noise), _networks.Prior.call(global.detach()));
        SetPriorGradients(false);
        var encoder = PriorLosses.Encoder(_networks.Prior.call(global));
        SetPriorGradients(true);
        return (discriminator, encoder, discriminator + encoder * _settings.PriorWeight);
    }

    private void SetPriorGradients(bool required)
    {
        foreach (var parameter in _networks.Prior.parameters())
        {
            parameter.requires_grad_(required);
        }
    }
}
