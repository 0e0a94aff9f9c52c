using System.Runtime.ExceptionServices;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Reporting.Drawing;
using SkiaSharp;

namespace Morph.Reporting.Pictures;

/// <summary>An example field inside the page.</summary>
/// <param name="Composite">JPEG of the channels.</param>
/// <param name="Outline">PNG of the mask's rim on nothing.</param>
/// <param name="Width">Width of both in pixels.</param>
/// <param name="Height">Height of both in pixels.</param>
internal sealed record Thumbnail(byte[] Composite, byte[] Outline, int Width, int Height);

/// <summary>What became of the picture of a field.</summary>
/// <param name="File">The PNG file; null when the pixels could not be read.</param>
/// <param name="Thumbnail">The example inside the page; null for a field that is no example.</param>
/// <param name="Failure">Why there is no picture; empty when there is one.</param>
internal sealed record DrawnField(ArtifactRecord? File, Thumbnail? Thumbnail, string Failure);

/// <summary>Draws every field once, as a file, and the examples also for the page. Fields are read one per core at a time.</summary>
internal sealed class FieldGallery(RunDirectory run, Manifest manifest, IFieldSource source)
{
    private const int LongestSide = 1024;
    private const int MostFieldsForContrast = 64;
    private const int JpegQuality = 84;

    private readonly IReadOnlyDictionary<string, FieldEntry> _entries = manifest.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);

    /// <summary>Colour of each channel.</summary>
    public IReadOnlyList<SKColor> Colours { get; } = ChannelColours.For(manifest.Channels);

    /// <summary>Draws fields.</summary>
    /// <param name="fields">Fields that have a cluster.</param>
    /// <param name="examples">Names of those the page shows.</param>
    /// <param name="thumbnailSide">Longest side of the page's examples in pixels.</param>
    /// <returns>One entry per field, by name.</returns>
    public IReadOnlyDictionary<string, DrawnField> Draw(IReadOnlyList<FieldRow> fields, IReadOnlySet<string> examples, int thumbnailSide)
    {
        var picture = new FieldPicture(Contrast(fields), Colours);
        try
        {
            return fields
                .AsParallel()
                .AsOrdered()
                .Select(field => (field.Field, Drawn: Draw(field, picture, examples.Contains(field.Field) ? thumbnailSide : 0)))
                .ToDictionary(f => f.Field, f => f.Drawn, StringComparer.Ordinal);
        }
        catch (AggregateException failures) when (failures.InnerExceptions.OfType<MorphException>().FirstOrDefault() is { } expected)
        {
            // A full disk is to be told as such, not as a bundle of failures of several threads.
            ExceptionDispatchInfo.Throw(expected);
            throw;
        }
    }

    private IReadOnlyList<ChannelLimits> Contrast(IReadOnlyList<FieldRow> fields)
    {
        var limits = new ContrastLimits(manifest.Channels.Length);
        var step = Math.Max(1, (fields.Count + MostFieldsForContrast - 1) / MostFieldsForContrast);
        for (var i = 0; i < fields.Count; i += step)
        {
            try
            {
                limits.Add(source.ReadImage(Entry(fields[i])));
            }
            catch (ImageException)
            {
                // The field gets no picture either, and there the reason is told.
            }
        }

        return limits.ToLimits();
    }

    private DrawnField Draw(FieldRow field, FieldPicture picture, int thumbnailSide)
    {
        try
        {
            var entry = Entry(field);
            var image = source.ReadImage(entry);
            var mask = source.ReadMask(entry);
            var thumbnail = thumbnailSide > 0 ? Thumb(picture, image, mask, thumbnailSide) : null;
            using var composite = picture.Composite(image, LongestSide);
            using var outline = picture.Outline(mask, LongestSide);
            FieldPicture.Overlay(composite, outline);
            return new(AtomicFile.Write(run, run.FieldPicture(field.Cluster, field.Field), stream => Png.Save(composite, stream)), thumbnail, "");
        }
        catch (Exception failure) when (failure is ImageException or ArtifactException)
        {
            return new(null, null, failure.Message);
        }
    }

    private static Thumbnail Thumb(FieldPicture picture, FieldImage image, FieldMask mask, int side)
    {
        using var composite = picture.Composite(image, side);
        using var outline = picture.Outline(mask, side);
        return new(Png.Jpeg(composite, JpegQuality), Png.Bytes(outline), composite.Width, composite.Height);
    }

    private FieldEntry Entry(FieldRow field) => _entries.GetValueOrDefault(field.Field)
        ?? throw new ArtifactException($"Field {field.Field} of {run.FieldsFile} is not in the image set of this run. Run 'morph run' again: it makes the table anew.");
}
