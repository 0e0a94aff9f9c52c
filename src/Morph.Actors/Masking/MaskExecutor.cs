using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Imaging.Fields;
using Morph.Imaging.Masking;

namespace Morph.Actors.Masking;

/// <summary>Masks a sample: one mixture for all its fields, one picture for each, and a listing whose digest stands for them all.</summary>
/// <param name="store">Where the files of runs are.</param>
public sealed class MaskExecutor(IRunStore store) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Mask];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (run, directory, sample) = (store.Open(order.Run), new RunDirectory(order.Run.Directory), order.Unit.Sample);
        var fields = run.PlannerOf(order.Run).FieldsOf(sample, ((MaskTask)order.Task).Without).ToList();
        var reader = new FieldReader(run.Manifest, run.Settings.Load);
        var random = RandomSource.For(run.Settings.Seed, "mask", run.Manifest.Samples.IndexOf(sample));
        var masks = Fit([.. fields.Select(reader.Read)], run, random, sample, context.Stop);
        var files = fields.Zip(masks.Masks, (field, mask) => Write(directory, directory.MaskPath(sample, field.Field), mask)).ToList();
        var listing = DirectoryRunStore.ListingPath(directory.MasksFolder, RunDirectory.SafeName(sample));
        return new([ListingFile.Write(directory, listing, files)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static SampleMask Fit(IReadOnlyList<FieldImage> images, RunDefinition run, RandomSource random, string sample, CancellationToken stop)
    {
        try
        {
            return SampleMasker.Fit(images, run.Settings.Mask, random, cancellation: stop);
        }
        catch (ImageException e)
        {
            throw new ImageException($"Sample {sample}: {e.Message}", e);
        }
    }

    /// <summary>Leaves a file that already holds the same mask as it is: a repair rewrites what is damaged and nothing else.</summary>
    private static ArtifactRecord Write(RunDirectory directory, string path, FieldMask mask)
    {
        var bytes = MaskFile.Encode(mask);
        var record = new ArtifactRecord(directory.Relative(path), Digest.Of(bytes), bytes.Length);
        return ArtifactCheck.Check(directory, record) is null ? record : AtomicFile.Write(directory, path, stream => stream.Write(bytes));
    }
}
