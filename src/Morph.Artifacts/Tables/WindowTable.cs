using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>
/// All kept windows of a run, column by column: a million rows are a few arrays and no objects of their own.
/// </summary>
public sealed class WindowTable
{
    /// <summary>Number of windows n.</summary>
    public int Count => Cluster.Length;

    /// <summary>n samples.</summary>
    public required string[] Sample { get; init; }

    /// <summary>n fields.</summary>
    public required string[] Field { get; init; }

    /// <summary>Further columns of the image table, without the prefix "Metadata_": n values each, empty where a field has none.</summary>
    public required ImmutableSortedDictionary<string, string[]> Metadata { get; init; }

    /// <summary>n rows of top-left corners, in pixels.</summary>
    public required int[] Y { get; init; }

    /// <summary>n columns of top-left corners, in pixels.</summary>
    public required int[] X { get; init; }

    /// <summary>n shares of foreground pixels, 0 to 1.</summary>
    public required float[] ForegroundFraction { get; init; }

    /// <summary>n short digests of the model.</summary>
    public required string[] Model { get; init; }

    /// <summary>n sets: "train" or "test".</summary>
    public required string[] Set { get; init; }

    /// <summary>n x <see cref="Dimensions"/> features, row-major; empty when the table was read without them.</summary>
    public required float[] Features { get; init; }

    /// <summary>Number of features of a window.</summary>
    public required int Dimensions { get; init; }

    /// <summary>n first coordinates of the map.</summary>
    public required float[] Umap1 { get; init; }

    /// <summary>n second coordinates of the map.</summary>
    public required float[] Umap2 { get; init; }

    /// <summary>n clusters, from 0.</summary>
    public required int[] Cluster { get; init; }

    /// <summary>Puts the kept windows of all fields, the map and the clusters side by side.</summary>
    /// <param name="fields">The kept windows of each field, in the order of the rows of <paramref name="map"/>.</param>
    /// <param name="map">Where they lie.</param>
    /// <param name="clusters">n clusters, from 0.</param>
    /// <exception cref="ArgumentException">The parts tell of different windows.</exception>
    public static WindowTable From(IReadOnlyList<FieldEmbeddings> fields, UmapTable map, int[] clusters)
    {
        var count = fields.Sum(f => f.Count);
        if (map.Count != count || clusters.Length != count)
        {
            throw new ArgumentException($"{count} windows, {map.Count} points and {clusters.Length} clusters do not tell of the same windows.", nameof(map));
        }

        var dimensions = fields.Count == 0 ? FieldEmbeddings.DefaultDimensions : fields[0].Dimensions;
        var features = new float[(long)count * dimensions];
        var row = 0;
        foreach (var field in fields)
        {
            CheckSameWindows(field, map, row);
            field.Vectors.CopyTo(features.AsSpan(row * dimensions));
            row += field.Count;
        }

        return new()
        {
            Sample = map.Sample,
            Field = map.Field,
            Metadata = fields.SelectMany(f => f.Metadata.Keys).Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(
                key => key, key => PerWindow(fields, f => f.Metadata.GetValueOrDefault(key, "")), StringComparer.Ordinal),
            Y = map.Y,
            X = map.X,
            ForegroundFraction = [.. fields.SelectMany(f => f.ForegroundFraction)],
            Model = PerWindow(fields, f => f.Model),
            Set = PerWindow(fields, f => f.Set),
            Features = features,
            Dimensions = dimensions,
            Umap1 = map.Umap1,
            Umap2 = map.Umap2,
            Cluster = clusters,
        };
    }

    private static void CheckSameWindows(FieldEmbeddings field, UmapTable map, int row)
    {
        field.CheckShape();
        for (var i = 0; i < field.Count; i++)
        {
            if (map.Field[row + i] != field.Field || map.Y[row + i] != field.Y[i] || map.X[row + i] != field.X[i])
            {
                throw new ArgumentException(
                    $"Row {row + i} of the map is window ({map.Y[row + i]}, {map.X[row + i]}) of field {map.Field[row + i]}, not ({field.Y[i]}, {field.X[i]}) of field {field.Field}.",
                    nameof(map));
            }
        }
    }

    private static string[] PerWindow(IReadOnlyList<FieldEmbeddings> fields, Func<FieldEmbeddings, string> value) =>
        [.. fields.SelectMany(f => Enumerable.Repeat(value(f), f.Count))];
}

/// <summary>
/// The table of kept windows as Parquet: Metadata_*, Morph_*, UMAP_1, UMAP_2, Cluster, in this order; and the same as CSV.
/// </summary>
public static class WindowFile
{
    /// <summary>Writes the table at <see cref="RunDirectory.WindowsFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, WindowTable table) =>
        AtomicFile.Write(run, run.WindowsFile, stream => ParquetTable.Write(stream, Columns(table), table.Count));

    /// <summary>Reads the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">False leaves the features, by far the largest part, where they are.</param>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static WindowTable Read(string path, bool features = true) => ParquetTable.Read(path, source =>
    {
        var dimensions = source.Columns.Count(IsFeature);
        return new WindowTable
        {
            Sample = source.Text(ColumnNames.Sample),
            Field = source.Text(ColumnNames.Field),
            Metadata = source.Columns.Where(IsInput).ToImmutableSortedDictionary(
                name => name[ColumnNames.MetadataPrefix.Length..], source.Text, StringComparer.Ordinal),
            Y = source.Numbers<int>(ColumnNames.Y),
            X = source.Numbers<int>(ColumnNames.X),
            ForegroundFraction = source.Numbers<float>(ColumnNames.ForegroundFraction),
            Model = source.Text(ColumnNames.Model),
            Set = source.Text(ColumnNames.Set),
            Features = features ? RowMajor(source, dimensions) : [],
            Dimensions = dimensions,
            Umap1 = source.Numbers<float>(ColumnNames.Umap1),
            Umap2 = source.Numbers<float>(ColumnNames.Umap2),
            Cluster = source.Numbers<int>(ColumnNames.Cluster),
        };
    });

    /// <summary>
    /// Writes a table of windows as CSV: the same columns, one row per window, numbers in the shortest form that reads back to
    /// the same bits. One row group is held in memory at a time.
    /// </summary>
    /// <returns>Number of rows.</returns>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static int ExportCsv(string path, TextWriter output) => ParquetTable.Read(path, source =>
    {
        Csv.WriteRow(output, source.Columns);
        var cells = new string[source.Columns.Count];
        for (var group = 0; group < source.Groups; group++)
        {
            Func<int, string>[] columns = [.. source.Columns.Select(name => Cells(source, name, group))];
            for (var row = 0; row < source.RowsOf(group); row++)
            {
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = columns[i](row);
                }

                Csv.WriteRow(output, cells);
            }
        }

        return source.Rows;
    });

    private static List<ParquetColumn> Columns(WindowTable table) =>
    [
        ParquetColumn.Text(ColumnNames.Sample, table.Sample),
        ParquetColumn.Text(ColumnNames.Field, table.Field),
        .. table.Metadata.Select(m => ParquetColumn.Text(ColumnNames.Metadata(m.Key), m.Value)),
        ParquetColumn.Whole(ColumnNames.Y, table.Y),
        ParquetColumn.Whole(ColumnNames.X, table.X),
        ParquetColumn.Real(ColumnNames.ForegroundFraction, table.ForegroundFraction),
        ParquetColumn.Text(ColumnNames.Model, table.Model),
        ParquetColumn.Text(ColumnNames.Set, table.Set),
        .. Enumerable.Range(0, table.Dimensions).Select(i => ParquetColumn.Strided(ColumnNames.Feature(i), table.Features, table.Dimensions, i)),
        ParquetColumn.Real(ColumnNames.Umap1, table.Umap1),
        ParquetColumn.Real(ColumnNames.Umap2, table.Umap2),
        ParquetColumn.Whole(ColumnNames.Cluster, table.Cluster),
    ];

    private static Func<int, string> Cells(ParquetSource source, string name, int group)
    {
        if (name is ColumnNames.Y or ColumnNames.X or ColumnNames.Cluster)
        {
            var whole = source.Numbers<int>(name, group);
            return row => Csv.Number(whole[row]);
        }

        if (IsFeature(name) || name is ColumnNames.ForegroundFraction or ColumnNames.Umap1 or ColumnNames.Umap2)
        {
            var real = source.Numbers<float>(name, group);
            return row => Csv.Number(real[row]);
        }

        var text = source.Text(name, group);
        return row => text[row];
    }

    private static float[] RowMajor(ParquetSource source, int dimensions)
    {
        var features = new float[(long)source.Rows * dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var row = 0L;
            for (var group = 0; group < source.Groups; group++)
            {
                foreach (var value in source.Numbers<float>(ColumnNames.Feature(d), group))
                {
                    features[(row++ * dimensions) + d] = value;
                }
            }
        }

        return features;
    }

    private static bool IsFeature(string name) => name.StartsWith("Morph_", StringComparison.Ordinal);

    private static bool IsInput(string name) =>
        name.StartsWith(ColumnNames.MetadataPrefix, StringComparison.Ordinal)
        && name is not (ColumnNames.Sample or ColumnNames.Field or ColumnNames.Y or ColumnNames.X
            or ColumnNames.ForegroundFraction or ColumnNames.Model or ColumnNames.Set);
}
