using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Fields;

/// <summary>Reads the fields of a manifest. Safe for use by several threads at once.</summary>
/// <param name="images">The image set.</param>
/// <param name="settings">Block <c>morph.load</c>.</param>
public sealed class FieldReader(IImageSet images, LoadSettings settings)
{
    private readonly PlaneReader _planes = new(settings.MaxPixels);

    /// <summary>The image set.</summary>
    public IImageSet Images { get; } = images;

    /// <summary>The pixels of a field: C x H x W as the manifest says. Each file is opened once.</summary>
    /// <exception cref="ImageException">A file is missing, damaged or of another size than the manifest says; the message names it.</exception>
    public FieldImage Read(FieldEntry field)
    {
        var size = Images.Height * Images.Width;
        var pixels = GC.AllocateUninitializedArray<ushort>(checked(field.Planes.Length * size));
        foreach (var file in field.Planes.Select((plane, channel) => (plane, channel)).GroupBy(p => p.plane.Path, StringComparer.Ordinal))
        {
            var wanted = file.ToList();
            var path = Path.Combine(Images.Root, file.Key);
            var planes = _planes.Read(path, [.. wanted.Select(w => w.plane.Page)]);
            for (var i = 0; i < wanted.Count; i++)
            {
                var plane = planes[i];
                if (plane.Height != Images.Height || plane.Width != Images.Width)
                {
                    throw new ImageException(
                        $"{path}: the image has {plane.Width} x {plane.Height} pixels (width x height), but the image set has {Images.Width} x {Images.Height}.");
                }

                plane.Pixels.CopyTo(pixels.AsSpan(wanted[i].channel * size));
            }
        }

        return new(field.Planes.Length, Images.Height, Images.Width, pixels);
    }
}
