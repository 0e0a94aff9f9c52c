using System.Collections.Immutable;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Settings;

namespace Morph.Imaging.Manifests;

/// <summary>
/// Understands an image folder: which files are the channels of which field, and which fields are a sample. In this order: a table with the
/// columns field and sample; a LoadData table; a pattern; the default naming FIELD-CHANNEL.ext in groups of four fields, each called S and
/// the name of its first field.
/// </summary>
public static class ManifestReader
{
    /// <summary>Reads and checks an image set; the headers of all images are read, the pixels are not.</summary>
    /// <param name="imagesFolder">The folder; subfolders are searched too, hidden files and other files are left out.</param>
    /// <param name="samplesCsv">The table given with <c>--samples</c>, or null.</param>
    /// <param name="settings">Block <c>morph.load</c>.</param>
    /// <param name="window">Side of the windows in pixels (<c>morph.train.window</c>).</param>
    /// <param name="leastSamples">Samples that must be there: training contrasts two.</param>
    /// <exception cref="ManifestException">Something is wrong; the message lists all that is, each with its file, row or column and the way out.</exception>
    public static ManifestReading Read(string imagesFolder, string? samplesCsv, LoadSettings settings, int window, int leastSamples = 2)
    {
        var problems = new ManifestProblems();
        var warnings = new List<string>();
        var table = samplesCsv is null ? null : CsvTable.Read(Path.GetFullPath(samplesCsv), problems);
        var folder = ImageFolder.Scan(imagesFolder, problems);
        if (folder is null || (table is null && samplesCsv is not null))
        {
            throw problems.ToException();
        }

        if (Understand(folder, table, settings, problems, warnings) is not { } set || problems.Any)
        {
            throw problems.ToException();
        }

        CheckWindow(window, problems);
        foreach (var conflict in set.Fields.SelectMany(f => f.Conflicts))
        {
            problems.Add(conflict);
        }

        var survey = new HeaderSurvey(folder.Root, settings.MaxPixels);
        set = PagesInsteadOfOneName(set, survey);
        var channels = set.ChannelsNamed
            ? ChannelChoice.ByName(set, settings.Channels, folder, problems)
            : ChannelChoice.ByPage(set, settings.Channels, survey, problems);
        var size = HeaderChecks.Size(set, channels, survey, problems, warnings);
        CheckSize(size, window, problems);
        CheckSamples(set, leastSamples, problems);
        if (size is not var (height, width) || problems.Any)
        {
            throw problems.ToException();
        }

        var fields = set.Fields
            .OrderBy(f => f.Sample, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new FieldEntry(
                f.Sample,
                f.Name,
                [.. channels.Select(c => new PlaneFile(f.Planes[c].Path, f.Planes[c].Page ?? 0, f.Planes[c].Length))],
                f.Metadata.ToImmutableSortedDictionary(StringComparer.Ordinal)));
        var manifest = new Manifest(folder.Root, set.Naming, channels, height, width, [.. fields]);
        return new(manifest, [.. warnings], folder.Ignored);
    }

    private static DraftSet? Understand(ImageFolder folder, CsvTable? table, LoadSettings settings, ManifestProblems problems, List<string> warnings)
    {
        if (table is not null && LoadDataTable.Recognises(table))
        {
            return LoadDataTable.Read(table, folder, problems);
        }

        if (folder.Files.Count == 0)
        {
            problems.Add(
                $"There are no images in {folder.Root}{(folder.Ignored > 0 ? $" ({Count.Of(folder.Ignored, "other file")} left out)" : ": the folder is empty")}: "
                + "name the folder that holds the TIFF, PNG, JPEG, BMP, DIB or C01 files.");
            return null;
        }

        var set = settings.Pattern.Length > 0
            ? PatternNaming.Read(folder, settings.Pattern, problems, warnings)
            : DefaultNaming.Read(folder, warnings);
        if (set is null)
        {
            return null;
        }

        return table is not null ? SamplesTable.Assign(table, set, folder, problems, warnings)
            : set.Fields.Any(f => f.Sample.Length > 0) ? set
            : SampleGroups.Assign(set, settings.FieldsPerSample, problems, warnings);
    }

    /// <summary>Files that all end in the same word (00001-all.tif) and have several pages name no channel: their pages are the channels.</summary>
    private static DraftSet PagesInsteadOfOneName(DraftSet set, HeaderSurvey survey)
    {
        if (!set.ChannelsNamed || set.Fields.Any(f => f.Planes.Count != 1 || f.Planes.Values.First().Page is not null)
            || set.Fields.Select(f => f.Planes.Keys.First()).Distinct(StringComparer.Ordinal).Count() != 1)
        {
            return set;
        }

        var paths = set.Fields.Select(f => f.Planes.Values.First().Path).ToList();
        survey.Read(paths);
        var readable = paths.Select(survey.Header).OfType<Formats.ImageHeader>().ToList();
        return readable.Count > 0 && readable.All(h => h.Pages > 1) ? set with { ChannelsNamed = false, Naming = set.Naming + ", pages are channels" } : set;
    }

    private static void CheckWindow(int window, ManifestProblems problems)
    {
        if (window < 64 || window % 8 != 0)
        {
            var near = Math.Max(64, (window + 4) / 8 * 8);
            problems.Add($"The window of {window} pixels must be a multiple of 8 and at least 64: take --window {near}.");
        }
    }

    private static void CheckSize((int Height, int Width)? size, int window, ManifestProblems problems)
    {
        if (size is var (height, width) && Math.Min(height, width) < window)
        {
            var largest = Math.Min(height, width) / 8 * 8;
            problems.Add(
                $"The images ({width} x {height} pixels) are smaller than the window of {window} pixels: "
                + (largest >= 64 ? $"take --window {largest} or less." : "images must have at least 64 x 64 pixels."));
        }
    }

    private static void CheckSamples(DraftSet set, int least, ManifestProblems problems)
    {
        var samples = set.Fields.Select(f => f.Sample).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (samples is [var only] && least > 1)
        {
            problems.Add(
                $"There is a single sample ({only}, {Count.Of(set.Fields.Count, "field")}): training contrasts samples, so at least two are needed. "
                + "Add images, or name samples with --samples.");
        }

        foreach (var group in samples.GroupBy(FieldEntry.FileName, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            problems.Add($"The samples {string.Join(", ", group.Select(s => $"'{s}'"))} would share the folder name {group.Key}: rename all but one.");
        }

        foreach (var group in set.Fields.GroupBy(f => (f.Sample, FieldEntry.FileName(f.Name).ToUpperInvariant())).Where(g => g.Count() > 1))
        {
            problems.Add($"Sample {group.Key.Sample}: the fields {string.Join(", ", group.Select(f => $"'{f.Name}'"))} would share a file name: rename all but one.");
        }
    }
}
