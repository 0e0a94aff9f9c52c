using System.Collections.Immutable;
using System.Globalization;

namespace Morph.Imaging.Manifests;

/// <summary>Which channels are used, in which order, and whether every field has them.</summary>
internal static class ChannelChoice
{
    /// <summary>Chooses among channels that names tell apart.</summary>
    /// <param name="set">The fields.</param>
    /// <param name="wanted">Names given by the user; empty for all, in ordinal order.</param>
    /// <param name="folder">The image folder.</param>
    /// <param name="problems">Receives missing channels and unknown names.</param>
    public static ImmutableArray<string> ByName(DraftSet set, ImmutableArray<string> wanted, ImageFolder folder, ManifestProblems problems)
    {
        var found = set.Fields.SelectMany(f => f.Planes.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var chosen = wanted.IsDefaultOrEmpty ? found : Resolve(wanted, found, problems);
        foreach (var channel in chosen)
        {
            var missing = set.Fields.Where(f => !f.Planes.ContainsKey(channel)).ToList();
            var others = string.Join(",", chosen.Where(c => c != channel));
            if (missing.Count * 2 > set.Fields.Count)
            {
                problems.Add(
                    $"Missing channel: only {set.Fields.Count - missing.Count} of {Count.Of(set.Fields.Count, "field")} with channel {channel}"
                    + $" ({Count.Some(set.Fields.Where(f => f.Planes.ContainsKey(channel)).Select(f => f.Planes[channel].Path))}): "
                    + $"add the missing images, move those away, or leave the channel out with --channels {others}.");
                continue;
            }

            foreach (var field in missing)
            {
                problems.Add(
                    $"Missing channel: field {field.Name} has no image for channel {channel}{Expected(field, channel, folder)}: add it, leave the field out, "
                    + $"or leave the channel out with --channels {others}.");
            }
        }

        return chosen;
    }

    /// <summary>Names the pages of files whose names have no channel; one plane per page is made for each field.</summary>
    public static ImmutableArray<string> ByPage(DraftSet set, ImmutableArray<string> wanted, HeaderSurvey survey, ManifestProblems problems)
    {
        var files = set.Fields.Select(f => (Field: f, Plane: f.Planes.Values.First())).ToList();
        survey.Read(files.Select(f => f.Plane.Path));
        var readable = files.Where(f => survey.Header(f.Plane.Path) is not null).ToList();
        if (readable.Count == 0)
        {
            problems.Add($"None of the {Count.Of(files.Count, "image")} can be read: {survey.Error(files[0].Plane.Path)}");
            return [];
        }

        var byPages = readable.GroupBy(f => survey.Header(f.Plane.Path)!.Pages).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).ToList();
        if (byPages.Count > 1)
        {
            problems.Add(
                $"The images have different numbers of pages: {string.Join("; ", byPages.Select(g => $"{g.Key} in {Count.Of(g.Count(), "image")} ({Count.Some(g.Select(f => f.Plane.Path))})"))}. "
                + "Pages are channels here, so all must have the same.");
            return [];
        }

        var pages = byPages[0].Key;
        if (!wanted.IsDefaultOrEmpty && wanted.Length != pages)
        {
            problems.Add($"--channels names {Count.Of(wanted.Length, "channel")}, but the images have {Count.Of(pages, "page")}: name all pages, in their order.");
            return [];
        }

        ImmutableArray<string> names = wanted.IsDefaultOrEmpty
            ? [.. Enumerable.Range(1, pages).Select(p => "C" + p.ToString(CultureInfo.InvariantCulture))]
            : wanted;
        foreach (var (field, plane) in files)
        {
            field.Planes.Clear();
            for (var page = 0; page < pages; page++)
            {
                field.Planes[names[page]] = plane with { Page = page };
            }
        }

        return names;
    }

    private static ImmutableArray<string> Resolve(ImmutableArray<string> wanted, ImmutableArray<string> found, ManifestProblems problems)
    {
        foreach (var twice in wanted.GroupBy(w => w, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"--channels names {twice.Key} twice.");
        }

        var chosen = new List<string>();
        foreach (var name in wanted.Distinct(StringComparer.Ordinal))
        {
            if (found.Contains(name))
            {
                chosen.Add(name);
            }
            else if (found.Where(f => string.Equals(f, name, StringComparison.OrdinalIgnoreCase)).ToList() is [var only])
            {
                chosen.Add(only);
            }
            else
            {
                var near = NameMatching.Nearest(name, found);
                problems.Add($"There is no channel {name}{(near is null ? "" : $" (did you mean {near}?)")}: the images have {string.Join(", ", found)}.");
            }
        }

        return [.. chosen.Distinct(StringComparer.Ordinal)];
    }

    private static string Expected(DraftField field, string channel, ImageFolder folder)
    {
        var (known, plane) = field.Planes.FirstOrDefault();
        return plane is not null && plane.Path.LastIndexOf(known, StringComparison.Ordinal) is var at and >= 0
            ? $" (expected {Path.Combine(folder.Root, plane.Path[..at] + channel + plane.Path[(at + known.Length)..])})"
            : "";
    }
}
