using System.Globalization;
using System.Text.RegularExpressions;

namespace Morph.Imaging.Manifests;

/// <summary>
/// CellProfiler's LoadData table: one row for each field with FileName_CHANNEL, and if wanted PathName_CHANNEL, Frame_CHANNEL and Metadata_*
/// columns. Columns may carry the prefix "Image_". The sample is Metadata_Sample, else Metadata_Well with its plate.
/// </summary>
internal static partial class LoadDataTable
{
    private const string FileName = "FileName_";

    /// <summary>Whether a table is one.</summary>
    public static bool Recognises(CsvTable table) => table.Columns.Any(c => Bare(c).StartsWith(FileName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads all rows; files are looked for where the row says, then in the image folder.</summary>
    public static DraftSet Read(CsvTable table, ImageFolder folder, ManifestProblems problems)
    {
        var columns = table.Columns.Select((name, index) => (Name: Bare(name), Index: index)).ToList();
        var channels = columns
            .Where(c => c.Name.Length > FileName.Length && c.Name.StartsWith(FileName, StringComparison.OrdinalIgnoreCase))
            .Select(c => new ChannelColumns(c.Name[FileName.Length..], c.Index, Find(columns, "PathName_" + c.Name[FileName.Length..]), Find(columns, "Frame_" + c.Name[FileName.Length..])))
            .ToList();
        var sampleColumn = Find(columns, "Metadata_Sample", "Sample");
        var wellColumn = Find(columns, "Metadata_Well", "Well");
        if (sampleColumn < 0 && wellColumn < 0)
        {
            problems.Add($"{table.Name} has neither a column Metadata_Sample nor Metadata_Well, so samples have no names: its columns are {string.Join(", ", table.Columns)}.");
            return new([], true, table.Name);
        }

        var files = new LoadDataFiles(folder);
        var fields = new List<DraftField>();
        var rowOf = new Dictionary<string, CsvRow>(StringComparer.Ordinal);
        var names = FieldNamesOf(table, columns, channels);
        var samples = sampleColumn >= 0
            ? [.. table.Rows.Select(r => r.Cells[sampleColumn].Trim())]
            : WellSamples(table, wellColumn, Find(columns, "Metadata_Plate", "Plate"));
        var known = channels.SelectMany(c => new[] { c.File, c.Folder, c.Frame }).Append(sampleColumn).Where(c => c >= 0).ToHashSet();
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var row = table.Rows[i];
            var field = new DraftField(names[i]) { Sample = samples[i] };
            if (field.Sample.Length == 0)
            {
                problems.Add($"{table.Name}, row {row.Number}: the column {table.Columns[sampleColumn >= 0 ? sampleColumn : wellColumn]} is empty.");
            }

            if (!rowOf.TryAdd(field.Name, row))
            {
                problems.Add($"{table.Name}, row {row.Number}: duplicate field {field.Name}, already in row {rowOf[field.Name].Number}: remove one of the rows.");
                continue;
            }

            foreach (var channel in channels.Where(c => row.Cells[c.File].Trim().Length > 0))
            {
                AddPlane(table, row, field, channel, files, problems);
            }

            SamplesTable.AddMetadata(table, row, field, known);
            fields.Add(field);
        }

        if (table.Rows.Length == 0)
        {
            problems.Add($"{table.Name} has no rows: it needs one for each field.");
        }

        return new(fields, true, $"LoadData {table.Name}");
    }

    private static void AddPlane(CsvTable table, CsvRow row, DraftField field, ChannelColumns channel, LoadDataFiles files, ManifestProblems problems)
    {
        var frame = channel.Frame < 0 ? "" : row.Cells[channel.Frame].Trim();
        if (frame.Length > 0 && !int.TryParse(frame, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            problems.Add($"{table.Name}, row {row.Number}, column {table.Columns[channel.Frame]}: '{frame}' is not a page number (counted from 0).");
            return;
        }

        var (name, path) = (row.Cells[channel.File].Trim(), channel.Folder < 0 ? "" : row.Cells[channel.Folder].Trim());
        if (files.Find(path, name) is { } file)
        {
            field.Planes[channel.Name] = new(file.Path, frame.Length > 0 ? int.Parse(frame, CultureInfo.InvariantCulture) : null, file.Length);
        }
        else
        {
            problems.Add(
                $"{table.Name}, row {row.Number}, column {table.Columns[channel.File]}: there is no file {name}{(path.Length > 0 ? $" in {path}" : "")} nor in {files.Root}: "
                + "correct the name, add the file, or remove the row.");
        }
    }

    /// <summary>Metadata_Field if it tells rows apart; else what the row's file names have in common, if that does; else well and site; else the row's number.</summary>
    private static List<string> FieldNamesOf(CsvTable table, List<(string Name, int Index)> columns, List<ChannelColumns> channels)
    {
        var (field, well, site) = (Find(columns, "Metadata_Field", "Field"), Find(columns, "Metadata_Well", "Well"), Find(columns, "Metadata_Site", "Site"));
        List<Func<CsvRow, string>> ways =
        [
            row => field < 0 ? "" : row.Cells[field].Trim(),
            row => CommonStem([.. channels.Select(c => row.Cells[c.File].Trim()).Where(n => n.Length > 0)]),
            row => well < 0 || site < 0 ? "" : $"{row.Cells[well].Trim()}_{row.Cells[site].Trim()}",
        ];

        // Rows of a file name that is there twice are told to be duplicates, not given other names.
        var files = table.Rows.Select(r => string.Join('|', channels.Select(c => (c.Folder < 0 ? "" : r.Cells[c.Folder]) + "/" + r.Cells[c.File]))).ToList();
        var distinct = files.Distinct(StringComparer.Ordinal).Count();
        foreach (var way in ways)
        {
            var names = table.Rows.Select(way).ToList();
            if (names.All(n => n.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == distinct)
            {
                return names;
            }
        }

        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. table.Rows.Select((row, i) => string.Create(CultureInfo.InvariantCulture, $"row{(first.TryAdd(files[i], row.Number) ? row.Number : first[files[i]]):D5}"))];
    }

    private static string CommonStem(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return "";
        }

        var stem = Path.GetFileNameWithoutExtension(names[0]);
        var length = names.Min(n => stem.AsSpan().CommonPrefixLength(n));
        return names.Count == 1 ? stem : ChannelLead().Replace(stem[..length], "");
    }

    private static List<string> WellSamples(CsvTable table, int well, int plate)
    {
        var plates = plate < 0 ? 1 : table.Rows.Select(r => r.Cells[plate].Trim()).Distinct(StringComparer.Ordinal).Count();
        var spelling = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. table.Rows.Select(row =>
        {
            var name = row.Cells[well].Trim();
            name = name.Length > 0 && plates > 1 ? $"{row.Cells[plate].Trim()}_{name}" : name;
            var key = NameMatching.WellKey(name);
            spelling.TryAdd(key, name);
            return spelling[key];
        })];
    }

    private static int Find(List<(string Name, int Index)> columns, params string[] names)
    {
        foreach (var name in names)
        {
            foreach (var column in columns)
            {
                if (string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return column.Index;
                }
            }
        }

        // CellProfiler's database tables repeat a column for each channel: Image_Metadata_Well_DAPI.
        foreach (var name in names.Where(n => n.StartsWith("Metadata_", StringComparison.Ordinal)))
        {
            foreach (var column in columns)
            {
                if (column.Name.StartsWith(name + "_", StringComparison.OrdinalIgnoreCase))
                {
                    return column.Index;
                }
            }
        }

        return -1;
    }

    private static string Bare(string column) => column.StartsWith("Image_", StringComparison.OrdinalIgnoreCase) ? column["Image_".Length..] : column;

    /// <summary>What stands between field and channel in file names: separators, and a "ch", "w", "d" or "c" before the channel's number.</summary>
    [GeneratedRegex("[-_. ]+(ch|[cdw])?$|[-_. ]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChannelLead();

    private sealed record ChannelColumns(string Name, int File, int Folder, int Frame);
}
