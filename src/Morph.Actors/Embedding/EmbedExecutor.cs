using System.Collections.Immutable;
using Morph.Actors.Loading;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Windows;
using Morph.Domain.Work;
using Morph.Imaging.Windows;
using Morph.Learning.Embedding;

namespace Morph.Actors.Embedding;

/// <summary>
/// Embeds every window of a field. Keeps the model loaded from unit to unit. One torch thread: more cores are used by more embedders,
/// so that the bytes do not depend on how many there are.
/// </summary>
/// <param name="store">Where the files of runs are.</param>
/// <param name="device">"auto", "cpu" or "cuda:N".</param>
public sealed class EmbedExecutor(IRunStore store, string device) : IUnitExecutor
{
    private const int TorchThreads = 1;

    private (Digest Model, Embedder Embedder)? _loaded;

    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Embed];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (sample, directory) = (store.OpenSample(order.Run, order.Unit.Sample), new RunDirectory(order.Run.Directory));
        var model = ((EmbedTask)order.Task).Model;
        var embedder = Load(model, directory);
        var field = sample.Field(order.Unit.Field);

        var fields = new RunFieldSource(new(sample.Images, sample.Settings.Load), directory);
        var image = fields.ReadImage(field);
        var positions = new WindowGrid(sample.Settings.Train.Window, sample.Settings.Embed.Stride).Positions(image.Height, image.Width);
        var foreground = ForegroundFractions.Of(fields.ReadMask(field), positions, sample.Settings.Train.Window);
        return new([EmbeddingFile.Write(directory, new(
            field.Sample,
            field.Field,
            field.Metadata,
            model.Digest.Short,
            sample.InTraining ? FieldEmbeddings.TrainSet : FieldEmbeddings.TestSet,
            sample.Images.Channels,
            [.. positions.Select(p => p.Y)],
            [.. positions.Select(p => p.X)],
            foreground,
            WindowEmbedding.Of(
                new(sample.Settings.Embed.Context), new(sample.Settings.Embed.DensityReach), sample.Settings.Embed.DensityWeight,
                positions, foreground, embedder.Embed(image, positions))))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _loaded?.Embedder.Dispose();

    private Embedder Load(ArtifactRecord model, RunDirectory directory)
    {
        if (_loaded is { } loaded && loaded.Model == model.Digest)
        {
            return loaded.Embedder;
        }

        if (ArtifactCheck.Check(directory, model) is { } damage)
        {
            throw new ArtifactException($"{damage.Reason} Run 'morph run' again: it makes the model anew.");
        }

        _loaded?.Embedder.Dispose();
        var embedder = Embedder.Load(directory.Absolute(model.Path), device, TorchThreads);
        _loaded = (model.Digest, embedder);
        return embedder;
    }
}
