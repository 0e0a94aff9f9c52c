using System.Diagnostics;
using System.Globalization;
using Morph.Domain.Settings;
using Morph.Learning.Networks;
using Morph.Learning.Runtime;
using Morph.Learning.Training;
using static TorchSharp.torch;

namespace Morph.Benchmarks.Learning;

/// <summary>
/// One training step on 5 x 4 crops of 128 of which three tenths show cells: forward, losses, backward pass and Adam; no reading of
/// images. Both take one step to warm up and then the median of some. The peer takes the same step in the reference's form.
/// </summary>
internal sealed class TrainingStepWork : IWork
{
    private const int Channels = 3;
    private const int Side = 128;
    private const int Samples = 5;
    private const int Fields = 4;
    private const double Foreground = 0.3;
    private const int Steps = 5;

    private readonly TrainSettings _settings;
    private readonly TorchSharp.DisposeScope _scope;
    private readonly DeepInfoMax _networks;
    private readonly Learner _learner;
    private readonly Batch _batch;
    private readonly Tensor _noise;
    private int _step;

    /// <summary>Prepares networks and a batch.</summary>
    /// <param name="settings">How Morph trains.</param>
    public TrainingStepWork(TrainSettings settings)
    {
        _settings = settings;
        TorchRuntime.Load();
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        _scope = NewDisposeScope();
        _networks = new(settings, Channels);
        InitialWeights.Set(_networks, 1);
        _learner = new(_networks, settings);
        using var generator = new Generator(1, CPU);
        const int count = Samples * Fields;
        var seen = Side + (2 * _networks.Architecture.Margin);
        _batch = new(
            randn([count, Channels, seen, seen], generator: generator),
            rand([count, Side / 8 * (Side / 8)], generator: generator).lt(Foreground),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i / Fields)).ToArray()),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i % Fields)).ToArray()));
        _noise = rand([count, _networks.Architecture.GlobalLength], generator: generator);
    }

    /// <inheritdoc/>
    public string Name =>
        $"training step, 5 x 4 crops of 128, 30 % foreground, {_settings.Network} network{(_settings.Border == WindowBorder.Zeros ? " with zeros" : "")}, {_settings.Precision}".ToLowerInvariant();

    /// <inheritdoc/>
    public string? QualityName => null;

    /// <inheritdoc/>
    public string? Obstacle => _settings.Precision == NumberPrecision.BFloat16 && !MachineLimits.KnowsBFloat16 ? "this processor has no instructions for bfloat16" : null;

    /// <inheritdoc/>
    public Measurement Morph()
    {
        Step();
        var seconds = Enumerable.Range(0, Steps).Select(_ => Step()).Order().ToArray();
        return new(seconds[Steps / 2], 0);
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() =>
        Benchmarks.Peer.Run(
        "training_step_peer.py",
        "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        "--steps", Steps.ToString(CultureInfo.InvariantCulture));

    private double Step()
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        _learner.Gradients(_batch, _noise);
        _learner.Update(++_step, 1000);
        return clock.Elapsed.TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        _networks.Dispose();
        _scope.Dispose();
    }
}
