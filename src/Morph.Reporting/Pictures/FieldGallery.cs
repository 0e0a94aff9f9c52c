using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Windows;
using Morph.Imaging.Features;
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
/// <param name="Crops">JPEG of each window asked for.</param>
/// <param name="Measurements">Of each window, in the order asked for; empty when the pixels could not be read.</param>
internal sealed record DrawnField(
    ArtifactRecord? File,
    Thumbnail? Thumbnail,
    string Failure,
    IReadOnlyDictionary<WindowPosition, byte[]> Crops,
    IReadOnlyList<WindowMeasurements> Measurements);

/// <summary>A field to be drawn.</summary>
/// <param name="Field">The field; it has a cluster.</param>
/// <param name="ThumbnailSide">Longest side of its picture inside the page in pixels; 0 for a field that is no example.</param>
/// <param name="Windows">Its windows, to be measured.</param>
/// <param name="Pictured">Those of them that the page shows.</param>
internal sealed record FieldOrder(FieldRow Field, int ThumbnailSide, IReadOnlyList<WindowPosition> Windows, IReadOnlyCollection<WindowPosition> Pictured);

/// <summary>All fields as they were drawn.</summary>
/// <param name="ByName">One entry per field.</param>
/// <param name="Limits">The contrast of each channel.</param>
internal sealed record DrawnFields(IReadOnlyDictionary<string, DrawnField> ByName, IReadOnlyList<ChannelLimits> Limits);

/// <summary>
/// Draws every field once, as a file, and the examples also for the page; measures its windows while its pixels are there. Fields are read one
/// per core at a time.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="manifest">Its image set.</param>
/// <param name="source">Reads images and masks.</param>
/// <param name="windowSide">Side of a window in pixels.</param>
internal sealed class FieldGallery(RunDirectory run, Manifest manifest, IFieldSource source, int windowSide)
{
    private const int LongestSide = 1024;
    private const int MostFieldsForContrast = 64;
    private const int LongestCropSide = 128;
    private const int JpegQuality = 84;

    private readonly int _nuclear = ChannelColours.Nuclear(manifest.Channels);
    private readonly IReadOnlyDictionary<string, FieldEntry> _entries = manifest.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);

    /// <summary>Colour of each channel.</summary>
    public IReadOnlyList<SKColor> Colours { get; } = ChannelColours.For(manifest.Channels);

    /// <summary>Draws fields.</summary>
    /// <param name="orders">What to draw.</param>
    public DrawnFields Draw(IReadOnlyList<FieldOrder> orders)
    {
        var limits = Contrast([.. orders.Select(o => o.Field)]);
        var picture = new FieldPicture(limits, Colours);
        try
        {
            return new(
                orders
                    .AsParallel()
                    .AsOrdered()
                    .Select(order => (order.Field.Field, Drawn: Draw(order, picture)))
                    .ToDictionary(f => f.Field, f => f.Drawn, StringComparer.Ordinal),
                limits);
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

    private DrawnField Draw(FieldOrder order, FieldPicture picture)
    {
        try
        {
            var (field, entry) = (order.Field, Entry(order.Field));
            var image = source.ReadImage(entry);
            var mask = source.ReadMask(entry);
            var thumbnail = order.ThumbnailSide > 0 ? Thumb(picture, image, mask, order.ThumbnailSide) : null;
            var crops = order.Pictured.ToDictionary(window => window, window => Crop(picture, image, window));
            var measurements = WindowMeasurements.Of(image, mask, order.Windows, windowSide, _nuclear);
            using var composite = picture.Composite(image, LongestSide);
            using var outline = picture.Outline(mask, LongestSide);
            FieldPicture.Overlay(composite, outline);
            var file = AtomicFile.Write(run, run.FieldPicture(field.Cluster, field.Field), stream => Png.Save(composite, stream));
            return new(file, thumbnail, "", crops, measurements);
        }
        catch (Exception failure) when (failure is ImageException or ArtifactException)
        {
            return new(null, null, failure.Message, ImmutableDictionary<WindowPosition, byte[]>.Empty, []);
        }
    }

    private static Thumbnail Thumb(FieldPicture picture, FieldImage image, FieldMask mask, int side)
    {
        using var composite = picture.Composite(image, side);
        using var outline = picture.Outline(mask, side);
        return new(Png.Jpeg(composite, JpegQuality), Png.Bytes(outline), composite.Width, composite.Height);
    }

    private byte[] Crop(FieldPicture picture, FieldImage image, WindowPosition window)
    {
        var pixels = new ushort[image.Channels * windowSide * windowSide];
        for (var c = 0; c < image.Channels; c++)
        {
            for (var y = 0; y < windowSide; y++)
            {
                image.Plane(c).Slice(((window.Y + y) * image.Width) + window.X, windowSide).CopyTo(pixels.AsSpan(((c * windowSide) + y) * windowSide));
            }
        }

        using var composite = picture.Composite(new(image.Channels, windowSide, windowSide, pixels), LongestCropSide);
        return Png.Jpeg(composite, JpegQuality);
    }

    private FieldEntry Entry(FieldRow field) => _entries.GetValueOrDefault(field.Field)
        ?? throw new ArtifactException($"Field {field.Field} of {run.FieldsFile} is not in the image set of this run. Run 'morph run' again: it makes the table anew.");
}
