using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
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
        var (sample, directory) = (store.OpenSample(order.Run, order.Unit.Sample), new RunDirectory(order.Run.Directory));
        var fields = sample.Without(((MaskTask)order.Task).Without).ToList();
        var files = fields.Zip(Fit(fields, sample, context.Stop), (field, mask) => Write(directory, directory.MaskPath(sample.Sample, field.Field), mask)).ToList();

        // The pixels of a whole sample are garbage now. Left to itself the collector lets those of several samples pile up, more the longer a run is.
        GC.Collect();
        var listing = DirectoryRunStore.ListingPath(directory.MasksFolder, RunDirectory.SafeName(sample.Sample));
        return new([ListingFile.Write(directory, listing, files)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static IReadOnlyList<FieldMask> Fit(IReadOnlyList<FieldEntry> fields, SampleDefinition sample, CancellationToken stop)
    {
        var reader = new FieldReader(sample.Images, sample.Settings.Load);
        try
        {
            var images = new FieldImage[fields.Count];
            SideBySide.Read(images.Length, threads: 0, i => images[i] = reader.Read(fields[i]), stop);
            var random = RandomSource.For(sample.Settings.Seed, "mask", sample.Ordinal);
            return SampleMasker.Fit(images, sample.Settings.Mask, random, cancellation: stop).Masks;
        }
        catch (ImageException e)
        {
            throw new ImageException($"Sample {sample.Sample}: {e.Message}", e);
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
