using System.Diagnostics;
using System.Globalization;
using Morph.Domain.Settings;
using Morph.Learning.Networks;
using Morph.Learning.Runtime;
using Morph.Learning.Training;
using static TorchSharp.torch;

namespace Morph.Benchmarks.Learning;

/// <summary>One training step of the reference form: forward, losses, backward pass and Adam on 5 x 4 crops of 128; no reading of images.</summary>
internal sealed class TrainingStepWork : IWork
{
    private const int Channels = 3;
    private const int Side = 128;
    private const int Samples = 5;
    private const int Fields = 4;

    private readonly TorchSharp.DisposeScope _scope;
    private readonly DeepInfoMax _networks;
    private readonly Learner _learner;
    private readonly Batch _batch;
    private readonly Tensor _noise;
    private int _step;

    /// <summary>Prepares networks and a batch.</summary>
    public TrainingStepWork()
    {
        TorchRuntime.Load();
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        _scope = NewDisposeScope();
        _networks = new(Channels, Side);
        InitialWeights.Set(_networks, 1);
        _learner = new(_networks, PriorForm.Joint, 0.1, 1e-4);
        using var generator = new Generator(1, CPU);
        const int count = Samples * Fields;
        _batch = new(
            randn([count, Channels, Side, Side], generator: generator),
            rand([count, Side / 8 * (Side / 8)], generator: generator).lt(0.5),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i / Fields)).ToArray()),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i % Fields)).ToArray()));
        _noise = rand([count, Architecture.EmbeddingLength], generator: generator);
    }

    /// <inheritdoc/>
    public string Name => "training step, 5 x 4 crops of 128";

    /// <inheritdoc/>
    public string? QualityName => null;

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var clock = Stopwatch.StartNew();
        using (NewDisposeScope())
        {
            _learner.Gradients(_batch, _noise);
            _learner.Update(++_step);
        }

        return new(clock.Elapsed.TotalSeconds, 0);
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() =>
        Benchmarks.Peer.Run("training_step_peer.py", "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        _networks.Dispose();
        _scope.Dispose();
    }
}
