using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Learning.Networks;
using Morph.Learning.Pixels;

namespace Morph.Learning.Training;

/// <summary>Reads the fields of a batch, several at a time, and cuts one crop out of each. Safe for use by several threads at once.</summary>
internal sealed class BatchReader(TrainingPlan plan, IFieldSource source)
{
    private readonly int _side = plan.Settings.Train.Window;
    private readonly int _margin = Architecture.Of(plan.Settings.Train, plan.Channels).Margin;
    private readonly int[] _firstOrdinal = [.. FirstOrdinals(plan)];

    /// <summary>Random crops of the step's samples, of all their fields or of some drawn for the step; a function of seed and step (from 1).</summary>
    /// <exception cref="ImageException">A field cannot be read, or has another shape than planned.</exception>
    /// <exception cref="ArtifactException">A mask cannot be read, or has another shape than its field.</exception>
    public BatchPixels Random(int step) => Read(
        [.. Sampler.Batch(plan, step).SelectMany(s => Sampler.Fields(plan, step, s).Select((f, n) => new Item(plan.Train[s].Fields[f], s, n, _firstOrdinal[s] + f)))],
        (item, image) => Crop.Random(image, _side, RandomSource.For(plan.Settings.Seed, "crop", step, item.Ordinal)));

    /// <summary>Centre crops of the first fields of some validation samples, given by their positions in the plan's list.</summary>
    /// <exception cref="ImageException">A field cannot be read, or has another shape than planned.</exception>
    /// <exception cref="ArtifactException">A mask cannot be read, or has another shape than its field.</exception>
    public BatchPixels Centre(IEnumerable<int> samples) => Read(
        [.. samples.SelectMany(s => plan.Validation[s].Fields.Take(plan.Settings.Train.FieldsPerSample).Select((f, n) => new Item(f, s, n, n)))],
        (_, image) => Crop.Centre(image, _side));

    private static IEnumerable<int> FirstOrdinals(TrainingPlan plan)
    {
        var ordinal = 0;
        foreach (var sample in plan.Train)
        {
            yield return ordinal;
            ordinal += sample.Fields.Length;
        }
    }

    private BatchPixels Read(Item[] items, Func<Item, FieldImage, Crop> place)
    {
        var grid = _side / Architecture.Downscale;
        var seen = _side + (2 * _margin);
        var (pixels, locations) = (plan.Channels * seen * seen, grid * grid);
        var images = new float[items.Length * pixels];
        var foreground = new bool[items.Length * locations];
        SideBySide.Read(items.Length, plan.Threads, i =>
        {
            var (image, mask) = ReadField(items[i].Entry);
            var crop = place(items[i], image);
            WindowPixels.Copy(
                image, new(crop.Y - _margin, crop.X - _margin, seen, seen), crop.FlipVertically, crop.FlipHorizontally, plan.Normalisation, images.AsSpan(i * pixels, pixels));
            WindowPixels.CopyPooled(
                mask, crop.Y, crop.X, _side, crop.FlipVertically, crop.FlipHorizontally, foreground.AsSpan(i * locations, locations));
        });
        return new(seen, plan.Channels, images, foreground, [.. items.Select(i => (long)i.Sample)], [.. items.Select(i => (long)i.Field)]);
    }

    private (FieldImage Image, FieldMask Mask) ReadField(FieldEntry entry)
    {
        var image = source.ReadImage(entry);
        if (image.Channels != plan.Channels || image.Height < _side || image.Width < _side)
        {
            throw new ImageException(
                $"Field '{entry.Field}' has {image.Channels} channels of {image.Height} x {image.Width} pixels; "
                + $"the training needs {plan.Channels} channels of at least {_side} x {_side}.");
        }

        var mask = source.ReadMask(entry);
        return mask.Height == image.Height && mask.Width == image.Width
            ? (image, mask)
            : throw new ArtifactException(
                $"The mask of field '{entry.Field}' is {mask.Height} x {mask.Width}, its image {image.Height} x {image.Width}; run the mask stage again.");
    }

    private readonly record struct Item(FieldEntry Entry, int Sample, int Field, int Ordinal);
}
