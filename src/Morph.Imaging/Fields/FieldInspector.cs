using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Work;

namespace Morph.Imaging.Fields;

/// <summary>What the load stage learns of a field.</summary>
public static class FieldInspector
{
    /// <summary>Reads a field once: is it sound, what are its moments and its digest.</summary>
    /// <exception cref="ImageException">It cannot be read, or shows nothing: every pixel has the same value.</exception>
    public static FieldFacts Inspect(FieldReader reader, FieldEntry field)
    {
        // Before the pixels: a file that changes while it is read then looks older than it is, and is read again.
        var modified = field.Planes.Max(p => File.GetLastWriteTimeUtc(Path.Combine(reader.Images.Root, p.Path)).Ticks);
        var image = reader.Read(field);
        CheckNotBlank(image, reader.Images, field);
        return new([.. Enumerable.Range(0, image.Channels).Select(c => ChannelMoments.Of(image.Plane(c)))], Content(image), modified);
    }

    /// <summary>Digest of a field's shape and pixels: the same for the same pixels in another file format.</summary>
    public static Digest Content(FieldImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([image.Channels, image.Height, image.Width]));
        hash.AppendData(MemoryMarshal.AsBytes<ushort>(image.Pixels));
        return Digest.Parse(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void CheckNotBlank(FieldImage image, IImageSet images, FieldEntry field)
    {
        var first = image.Pixels[0];
        if (!image.Pixels.AsSpan().ContainsAnyExcept(first))
        {
            throw new ImageException(
                $"{Path.Combine(images.Root, field.Planes[0].Path)}: field {field.Field} is blank: every pixel of every channel is "
                + $"{first.ToString(CultureInfo.InvariantCulture)}, so there are no cells to see; image it again or leave it out.");
        }
    }
}
