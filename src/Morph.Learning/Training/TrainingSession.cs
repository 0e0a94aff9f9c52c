using System.Globalization;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Learning.Embedding;
using Morph.Learning.Files;
using Morph.Learning.Networks;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>
/// One training, advanced step by step by its owner. All randomness is a function of the seed and the step, so a session resumed from a
/// checkpoint goes on with the very numbers of an undisturbed one. Torch's thread settings and dispose scopes belong to threads:
/// use a session from one thread at a time, and never across an <c>await</c> that may change it.
/// </summary>
public sealed class TrainingSession : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly Device _device;
    private readonly BatchQueue _batches;
    private readonly DeepInfoMax _networks;
    private readonly Learner _learner;
    private readonly Validator _validator;
    private readonly List<StepLosses> _history = [];
    private KeptModel? _best;

    private TrainingSession(TrainingPlan plan, IFieldSource source)
    {
        plan.Check();
        _plan = plan;
        _device = TorchRuntime.Device(plan.Device);
        TorchRuntime.UseThreads(plan.Threads);
        TorchRuntime.KeepFreedMemory();
        var reader = new BatchReader(plan, source);
        _batches = new BatchQueue(reader, plan.Iterations);
        _networks = new DeepInfoMax(plan.Settings.Train, plan.Channels);
        InitialWeights.Set(_networks, plan.Settings.Seed);
        _networks.MoveTo(_device);
        _learner = new Learner(_networks, plan.Settings.Train);
        _validator = new Validator(plan, reader, _networks, _device);
    }

    /// <summary>Steps done.</summary>
    public int Step => _history.Count;

    /// <summary>True when all steps of the plan are done.</summary>
    public bool Finished => Step >= _plan.Iterations;

    /// <summary>The losses of all steps done, those before a resume included.</summary>
    public IReadOnlyList<StepLosses> History => _history;

    /// <summary>
    /// Step of the weights that <see cref="SaveModel"/> writes: the one of the lowest validation loss since <see cref="Domain.Settings.TrainSettings.KeepFrom"/>, the
    /// first of equals; the latest step while there is none.
    /// </summary>
    public int BestStep => _best?.Step ?? Step;

    /// <summary>Starts a training from its initial weights.</summary>
    /// <exception cref="ConfigurationException">A setting or the device is out of range.</exception>
    /// <exception cref="StageException">There are fewer than two training samples.</exception>
    public static TrainingSession Start(TrainingPlan plan, IFieldSource source) => new(plan, source);

    /// <summary>Continues a training from a checkpoint.</summary>
    /// <exception cref="ArtifactException">The checkpoint is missing, damaged, or of another plan.</exception>
    /// <exception cref="ConfigurationException">A setting or the device is out of range.</exception>
    /// <exception cref="StageException">There are fewer than two training samples.</exception>
    public static TrainingSession Resume(TrainingPlan plan, IFieldSource source, string checkpointPath)
    {
        using var file = TensorFile.Open(checkpointPath, CheckpointDescription.Kind);
        var description = file.About<CheckpointDescription>();
        if (description.Plan != plan.Digest.Hex)
        {
            throw new ArtifactException(
                $"{checkpointPath} continues another training (plan {description.Plan[..12]}, not {plan.Digest.Short}): settings, samples or "
                + "normalisation differ. Train from the beginning, or go back to the settings it was made with.");
        }

        var session = new TrainingSession(plan, source);
        try
        {
            session.Restore(file, description);
            return session;
        }
        catch (ArtifactException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Does one step; then validates when a validation is due (every so many steps, and after the last).</summary>
    /// <exception cref="InvalidOperationException">All steps are done.</exception>
    /// <exception cref="ImageException">A field cannot be read; the session is unchanged, and the step can be tried again.</exception>
    /// <exception cref="ArtifactException">A mask cannot be read; the session is unchanged, and the step can be tried again.</exception>
    /// <exception cref="StageException">A loss is not a number; the session is of no further use.</exception>
    public StepLosses Advance()
    {
        if (Finished)
        {
            throw new InvalidOperationException($"All {_plan.Iterations} steps are done.");
        }

        TorchRuntime.UseThreads(_plan.Threads);
        using var scope = NewDisposeScope();
        var step = Step + 1;
        var batch = _batches.Take(step).On(_device);
        var terms = _learner.Gradients(batch, PriorSamples(step, batch.Images.shape[0]));
        RequireFinite(
            step,
            ("L_MI", terms.Mi),
            ("the contrast of samples", terms.Contrast),
            ("the prior discriminator's loss", terms.PriorDiscriminator),
            ("the encoder's prior loss", terms.PriorEncoder));
        _learner.Update(step, _plan.Iterations);

        var losses = new StepLosses(
            step, Sampler.EpochOf(_plan, step), terms.Mi, terms.PriorDiscriminator, terms.PriorEncoder, ValidateIfDue(step), terms.Contrast);
        _history.Add(losses);
        return losses;
    }

    /// <summary>
    /// Writes all that <see cref="Resume"/> needs as one file: weights, batch-norm statistics, both optimisers, step, history, normalisation,
    /// settings and the kept weights. The same state gives the same bytes. The stream stays open.
    /// </summary>
    public void SaveCheckpoint(Stream stream) => TensorFileWriter.Write(stream, CheckpointDescription.Kind, Describe(), CheckpointedWithBest());

    /// <summary>Copies all that <see cref="SaveCheckpoint"/> writes, so that another thread can write it while this one goes on.</summary>
    public TrainingSnapshot Snapshot() => new(Describe(), CheckpointedWithBest());

    /// <summary>
    /// Writes what <see cref="Embedder"/> needs as one file: the kept encoder and summarizer (see <see cref="BestStep"/>), normalisation, channel
    /// names, window and settings. The same weights give the same bytes. The stream stays open.
    /// </summary>
    public void SaveModel(Stream stream) => TensorFileWriter.Write(
        stream,
        ModelDescription.Kind,
        new ModelDescription(
            _plan.Digest.Hex,
            BestStep,
            _plan.Channels,
            _plan.Settings.Load.Channels,
            _plan.Settings.Train.Window,
            _plan.Normalisation,
            _plan.Settings.Seed,
            _plan.Settings.Train,
            _plan.Settings.Embed),
        _best?.State ?? _networks.ModelState());

    /// <inheritdoc/>
    public void Dispose()
    {
        _best?.Dispose();
        _learner.Dispose();
        _networks.Dispose();
    }

    private static IEnumerable<(string Name, Tensor Value)> Best(IEnumerable<(string Name, Tensor Value)> state) =>
        state.Select(t => ($"best.{t.Name}", t.Value));

    private IEnumerable<(string Name, Tensor Value)> Checkpointed() =>
        _networks.NamedState().Concat(_learner.NamedState().Select(t => ($"adam.{t.Name}", t.Value)));

    private IEnumerable<(string Name, Tensor Value)> CheckpointedWithBest() => Checkpointed().Concat(Best(_best?.State ?? []));

    private CheckpointDescription Describe() => new(
        _plan.Digest.Hex, _plan.Settings.Seed, _plan.Settings.Train, _plan.Channels, _plan.Normalisation, Step, [.. _history], _best?.Step, _best?.Mi);

    private void Restore(TensorFile file, CheckpointDescription description)
    {
        file.CopyInto(Checkpointed());
        _history.AddRange(description.History);
        if (description is { BestStep: { } step, BestMi: { } mi })
        {
            _best = KeptModel.Copy(_networks, step, mi);
            file.CopyInto(Best(_best.State));
        }
    }

    private Tensor PriorSamples(int step, long count)
    {
        using var generator = new Generator(RandomSource.SeedFor(_plan.Settings.Seed, "prior", step), CPU);
        return rand(count, _networks.Architecture.GlobalLength, generator: generator).to(_device);
    }

    private double? ValidateIfDue(int step)
    {
        if (!_plan.Validates || (step % _plan.Settings.Train.ValidateEvery != 0 && step != _plan.Iterations))
        {
            return null;
        }

        var loss = _validator.Loss();
        RequireFinite(step, ("the validation L_MI", loss));
        if (step >= _plan.Settings.Train.KeepFrom * _plan.Iterations && (_best is null || loss < _best.Mi))
        {
            _best?.Dispose();
            _best = KeptModel.Copy(_networks, step, loss);
        }

        return loss;
    }

    private void RequireFinite(int step, params ReadOnlySpan<(string Name, double Value)> losses)
    {
        foreach (var (name, value) in losses)
        {
            if (!double.IsFinite(value))
            {
                throw new StageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Training diverged at step {step}: {name} is {value}. Lower morph.train.learning-rate (now {_plan.Settings.Train.LearningRate}) and train again."));
            }
        }
    }
}
