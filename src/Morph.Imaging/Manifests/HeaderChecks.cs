using System.Collections.Immutable;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Manifests;

/// <summary>What the headers of all images must have in common.</summary>
internal static class HeaderChecks
{
    /// <summary>
    /// Finds the size of all fields. Single unreadable images are a warning: the load stage puts their fields in quarantine. A set without
    /// one wholly readable field is a problem, and so are different sizes and images whose plane is not clear.
    /// </summary>
    /// <returns>Rows and columns of every field; null if there is a problem with them.</returns>
    public static (int Height, int Width)? Size(
        DraftSet set, ImmutableArray<string> channels, HeaderSurvey survey, ManifestProblems problems, List<string> warnings)
    {
        var fields = set.Fields.Where(f => channels.All(f.Planes.ContainsKey)).ToList();
        survey.Read(fields.SelectMany(f => channels.Select(c => f.Planes[c].Path)));
        var unreadable = fields
            .SelectMany(f => channels.Select(c => f.Planes[c].Path)).Distinct(StringComparer.Ordinal)
            .Where(p => survey.Header(p) is null).ToList();
        var sound = fields.Where(f => channels.All(c => survey.Header(f.Planes[c].Path) is not null)).ToList();
        if (fields.Count > 0 && sound.Count == 0)
        {
            problems.Add($"No field can be read: {Count.Of(unreadable.Count, "image")} are damaged or not supported, first: {survey.Error(unreadable[0])}");
            return null;
        }

        if (unreadable.Count > 0)
        {
            warnings.Add(
                $"{Count.Of(unreadable.Count, "image")} cannot be read; {Count.Of(fields.Count - sound.Count, "field")} will be quarantined. First: {survey.Error(unreadable[0])}");
        }

        var images = fields
            .SelectMany(f => channels.Select(c => (Channel: c, Plane: f.Planes[c])))
            .Where(i => survey.Header(i.Plane.Path) is not null)
            .Select(i => (i.Channel, i.Plane, Header: survey.Header(i.Plane.Path)!))
            .ToList();
        CheckPages(images, problems);
        WarnOfMixedBits(images, warnings);
        return CommonSize(images, problems);
    }

    private static (int Height, int Width)? CommonSize(List<(string Channel, DraftPlane Plane, ImageHeader Header)> images, ManifestProblems problems)
    {
        var sizes = images.GroupBy(i => (i.Header.Height, i.Header.Width)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).ToList();
        if (sizes.Count > 1)
        {
            problems.Add(
                $"Fields have different sizes: {Count.Of(sizes[0].Count(), "image")} have {Text(sizes[0].Key)} (width x height), but "
                + string.Join("; ", sizes.Skip(1).Take(5).Select(g => $"{Text(g.Key)} has {Count.Some(g.Select(i => i.Plane.Path).Distinct(StringComparer.Ordinal))}"))
                + ". Leave those fields out with a --samples table, or crop all images to one size.");
        }

        return sizes.Count == 1 ? sizes[0].Key : null;
    }

    /// <summary>A colour image or a stack under a single channel's name: taking its first plane would be a silent guess.</summary>
    private static void CheckPages(List<(string Channel, DraftPlane Plane, ImageHeader Header)> images, ManifestProblems problems)
    {
        var unclear = images.Where(i => i.Plane.Page is null && i.Header.Pages > 1).ToList();
        if (unclear.Count > 0)
        {
            var first = unclear[0];
            var what = first.Header.SamplesPerPixel > 1
                ? $"a colour image of {first.Header.SamplesPerPixel} samples per pixel: export each stain as 8- or 16-bit gray"
                : $"a stack of {first.Header.Frames} pages: project or choose one plane, or name the page in a LoadData table (Frame_{first.Channel})";
            problems.Add($"Several planes under the name of a single channel, in {Count.Of(unclear.Count, "image")} ({Count.Some(unclear.Select(i => i.Plane.Path))}): {first.Plane.Path} is {what}.");
        }

        foreach (var (_, plane, header) in images.Where(i => i.Plane.Page >= i.Header.Pages))
        {
            problems.Add($"{plane.Path}: page {plane.Page} (counted from 0) is asked for, but the file has {Count.Of(header.Pages, "page")}.");
        }
    }

    private static void WarnOfMixedBits(List<(string Channel, DraftPlane Plane, ImageHeader Header)> images, List<string> warnings)
    {
        foreach (var channel in images.GroupBy(i => i.Channel).Where(g => g.Select(i => i.Header.BitsPerSample).Distinct().Count() > 1))
        {
            var eight = channel.Where(i => i.Header.BitsPerSample == 8).ToList();
            warnings.Add(
                $"Channel {channel.Key} mixes {Count.Of(eight.Count, "8-bit image")} with {Count.Of(channel.Count() - eight.Count, "16-bit image")} ({Count.Some(eight.Select(i => i.Plane.Path))} are 8-bit): "
                + "their intensities do not compare. Export all alike.");
        }
    }

    private static string Text((int Height, int Width) size) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size.Width} x {size.Height}");
}
