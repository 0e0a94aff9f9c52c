namespace Morph.Imaging.Manifests;

/// <summary>A table with the columns field and sample: which fields are used, and to which sample each belongs.</summary>
internal static class SamplesTable
{
    /// <summary>Gives the fields of a folder their samples; fields that the table does not list are left out, with a warning.</summary>
    public static DraftSet Assign(CsvTable table, DraftSet set, ImageFolder folder, ManifestProblems problems, List<string> warnings)
    {
        var (fieldColumn, sampleColumn) = (table.Find("field", "Metadata_Field"), table.Find("sample", "Metadata_Sample"));
        if (!HasColumn(table, fieldColumn, "field", problems) | !HasColumn(table, sampleColumn, "sample", problems))
        {
            return set;
        }

        var names = new FieldNames(set.Fields);
        var rowOf = new Dictionary<DraftField, CsvRow>();
        foreach (var row in table.Rows)
        {
            var (name, sample) = (row.Cells[fieldColumn].Trim(), row.Cells[sampleColumn].Trim());
            if (name.Length == 0 || sample.Length == 0)
            {
                problems.Add($"{table.Name}, row {row.Number}: the column {table.Columns[name.Length == 0 ? fieldColumn : sampleColumn]} is empty.");
            }
            else if (names.Find(name) is not [var field])
            {
                problems.Add($"{table.Name}, row {row.Number}: {Unmatched(name, names, folder)}");
            }
            else if (!rowOf.TryAdd(field, row))
            {
                problems.Add($"{table.Name}, row {row.Number}: duplicate field {name}, already in row {rowOf[field].Number}: remove one of the rows.");
            }
            else
            {
                field.Sample = sample;
                AddMetadata(table, row, field, [fieldColumn, sampleColumn]);
            }
        }

        if (table.Rows.Length == 0)
        {
            problems.Add($"{table.Name} has no rows: it needs one for each field.");
        }

        var left = set.Fields.Where(f => !rowOf.ContainsKey(f)).Select(f => f.Name).ToList();
        if (left.Count > 0 && rowOf.Count > 0)
        {
            warnings.Add($"{Count.Of(left.Count, "field")} of the folder left out, because {table.Name} does not list them: {Count.Some(left)}.");
        }

        return set with { Fields = [.. rowOf.Keys], Naming = $"{table.Name}, {set.Naming}" };
    }

    /// <summary>Keeps the further columns of a row as the field's metadata; nameless columns are left out.</summary>
    public static void AddMetadata(CsvTable table, CsvRow row, DraftField field, IReadOnlyCollection<int> known)
    {
        for (var i = 0; i < table.Columns.Length; i++)
        {
            if (!known.Contains(i) && table.Columns[i].Length > 0)
            {
                field.Metadata[MetadataName.Of(table.Columns[i])] = row.Cells[i];
            }
        }
    }

    private static bool HasColumn(CsvTable table, int column, string name, ManifestProblems problems)
    {
        if (column < 0)
        {
            var near = NameMatching.Nearest(name, table.Columns);
            problems.Add(
                $"{table.Name} has no column '{name}'{(near is null ? "" : $" (did you mean '{near}'?)")}: its columns are {string.Join(", ", table.Columns)}. "
                + "Needed are field and sample, or FileName_<Channel> columns.");
        }

        return column >= 0;
    }

    private static string Unmatched(string name, FieldNames names, ImageFolder folder)
    {
        if (names.Find(name) is { Count: > 1 } several)
        {
            return $"field '{name}' could be any of {Count.Some(several.Select(f => f.Name))}: write it as the files do.";
        }

        var near = NameMatching.Nearest(name, names.All);
        return $"field '{name}' has no image in {folder.Root}{(near is null ? "" : $" (the nearest name is '{near}')")}: add its files, or remove the row.";
    }
}
