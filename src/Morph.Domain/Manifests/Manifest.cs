using System.Collections.Immutable;
using System.Globalization;
using Morph.Domain.Identity;

namespace Morph.Domain.Manifests;

/// <summary>What is the same for all fields of an image set.</summary>
public interface IImageSet
{
    /// <summary>Absolute path of the image folder.</summary>
    string Root { get; }

    /// <summary>Channel names in the order of the planes.</summary>
    ImmutableArray<string> Channels { get; }

    /// <summary>Rows of every field.</summary>
    int Height { get; }

    /// <summary>Columns of every field.</summary>
    int Width { get; }
}

/// <summary>What is to be analysed: every field with its sample and files. Checked when made; never partly right.</summary>
/// <param name="Root">Absolute path of the image folder.</param>
/// <param name="Naming">How it was understood, for people: "samples.csv", "LoadData", "pattern ...", "FIELD-CHANNEL, groups of four".</param>
/// <param name="Channels">Channel names in the order of the planes.</param>
/// <param name="Height">Rows of every field.</param>
/// <param name="Width">Columns of every field.</param>
/// <param name="Fields">All fields, sorted by (sample, field) in ordinal order.</param>
public sealed record Manifest(
    string Root,
    string Naming,
    ImmutableArray<string> Channels,
    int Height,
    int Width,
    ImmutableArray<FieldEntry> Fields) : IImageSet
{
    /// <summary>Sample names in ordinal order.</summary>
    public ImmutableArray<string> Samples => [.. Fields.Select(f => f.Sample).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Identity of the image set: names, samples, metadata and file lengths, but not where the folder lies,
    /// so a moved folder is the same set. The bytes of the pixels are digested by the load stage.
    /// </summary>
    public Digest Digest => DigestOf(
        this,
        Fields.GroupBy(f => f.Sample).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, DigestOf(g))));

    /// <summary>Identity of an image set from the identities of its samples, in ordinal order: one sample can be checked without the others.</summary>
    public static Digest DigestOf(IImageSet images, IEnumerable<(string Name, Digest Digest)> samples) => Digest.OfTexts(
        images.Channels.Prepend($"{images.Height}x{images.Width}").Concat(samples.SelectMany(s => new[] { s.Name, s.Digest.Hex })));

    /// <summary>Identity of a sample's fields, in the manifest's order.</summary>
    public static Digest DigestOf(IEnumerable<FieldEntry> fields) => Digest.OfTexts(fields.SelectMany(f => f.Planes
        .SelectMany(p => new[] { p.Path, p.Page.ToString(CultureInfo.InvariantCulture), p.Length.ToString(CultureInfo.InvariantCulture) })
        .Concat(f.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).SelectMany(m => new[] { m.Key, m.Value }))
        .Prepend(f.Field).Prepend(f.Sample)));
}

/// <summary>One field of view.</summary>
/// <param name="Sample">Its sample; a safe file name after <see cref="FileName"/>.</param>
/// <param name="Field">Its name, unique in the manifest; leading zeros kept.</param>
/// <param name="Planes">One plane per channel, in the manifest's channel order.</param>
/// <param name="Metadata">Further columns of the table without the prefix "Metadata_" (Plate, Well, Site, gene ...); values stay strings.</param>
public sealed record FieldEntry(
    string Sample,
    string Field,
    ImmutableArray<PlaneFile> Planes,
    ImmutableSortedDictionary<string, string> Metadata)
{
    /// <summary>A name that is safe as a file or folder name: letters, digits, '-', '_' and '.' stay, all else becomes '_'.</summary>
    public static string FileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.') is { Length: > 0 } safe ? safe : "_";
}

/// <summary>Where the pixels of one channel of one field are.</summary>
/// <param name="Path">Path relative to the manifest's root with '/' (absolute if the file lies elsewhere).</param>
/// <param name="Page">Page of a multi-page file or sample of a colour image, from 0.</param>
/// <param name="Length">Length of the file in bytes when the manifest was made.</param>
public sealed record PlaneFile(string Path, int Page, long Length);
