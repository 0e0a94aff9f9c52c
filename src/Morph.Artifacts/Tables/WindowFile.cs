using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>
/// The table of kept windows as Parquet: Metadata_*, Morph_*, UMAP_1, UMAP_2, Cluster, in this order, and Novelty at the end where windows were assigned to another run; and the same as CSV.
/// </summary>
public static class WindowFile
{
    /// <summary>Writes the table at <see cref="RunDirectory.WindowsFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, WindowTable table) =>
        AtomicFile.Write(run, run.WindowsFile, stream => ParquetTable.Write(stream, Columns(table), table.Count));

    /// <summary>Writes the table with corrected features at <see cref="RunDirectory.CorrectedFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord WriteCorrected(RunDirectory run, WindowTable table) =>
        AtomicFile.Write(run, run.CorrectedFile, stream => ParquetTable.Write(stream, Columns(table), table.Count));

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
            ClusterProbability = source.Numbers<float>(ColumnNames.ClusterProbability),
            Outlier = source.Numbers<int>(ColumnNames.Outlier),
            OutlierScore = source.Numbers<float>(ColumnNames.OutlierScore),
            Features = features ? RowMajor(source, dimensions) : [],
            Dimensions = dimensions,
            Umap1 = source.Numbers<float>(ColumnNames.Umap1),
            Umap2 = source.Numbers<float>(ColumnNames.Umap2),
            Cluster = source.Numbers<int>(ColumnNames.Cluster),
            Novelty = source.Columns.Contains(ColumnNames.Novelty) ? source.Numbers<float>(ColumnNames.Novelty) : null,
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

    /// <summary>The mean features of the windows of each field, one row group in memory at a time.</summary>
    /// <param name="path">The file.</param>
    /// <returns>By sample and field; none for a field without windows.</returns>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyDictionary<(string Sample, string Field), float[]> ReadFieldMeans(string path) => ParquetTable.Read(path, source =>
    {
        string[] features = [.. source.Columns.Where(IsFeature)];
        var sums = new Dictionary<(string, string), (double[] Sum, int Windows)>();
        for (var group = 0; group < source.Groups; group++)
        {
            var fields = source.Text(ColumnNames.Sample, group).Zip(source.Text(ColumnNames.Field, group)).ToArray();
            foreach (var (field, windows) in fields.CountBy(f => f))
            {
                var before = sums.GetValueOrDefault(field, (new double[features.Length], 0));
                sums[field] = (before.Item1, before.Item2 + windows);
            }

            for (var d = 0; d < features.Length; d++)
            {
                var values = source.Numbers<float>(features[d], group);
                for (var row = 0; row < values.Length; row++)
                {
                    sums[fields[row]].Sum[d] += values[row];
                }
            }
        }

        return sums.ToDictionary(f => f.Key, f => f.Value.Sum.Select(s => (float)(s / f.Value.Windows)).ToArray());
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
        ParquetColumn.Real(ColumnNames.ClusterProbability, table.ClusterProbability),
        ParquetColumn.Whole(ColumnNames.Outlier, table.Outlier),
        ParquetColumn.Real(ColumnNames.OutlierScore, table.OutlierScore),
        .. Enumerable.Range(0, table.Dimensions).Select(i => ParquetColumn.Strided(ColumnNames.Feature(i), table.Features, table.Dimensions, i)),
        ParquetColumn.Real(ColumnNames.Umap1, table.Umap1),
        ParquetColumn.Real(ColumnNames.Umap2, table.Umap2),
        ParquetColumn.Whole(ColumnNames.Cluster, table.Cluster),
        .. table.Novelty is { } novelty ? [ParquetColumn.Real(ColumnNames.Novelty, novelty)] : Array.Empty<ParquetColumn>(),
    ];

    private static Func<int, string> Cells(ParquetSource source, string name, int group)
    {
        if (name is ColumnNames.Y or ColumnNames.X or ColumnNames.Outlier or ColumnNames.Cluster)
        {
            var whole = source.Numbers<int>(name, group);
            return row => Csv.Number(whole[row]);
        }

        if (IsFeature(name) || name is ColumnNames.ForegroundFraction or ColumnNames.ClusterProbability or ColumnNames.OutlierScore
            or ColumnNames.Umap1 or ColumnNames.Umap2 or ColumnNames.Novelty)
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
            or ColumnNames.ForegroundFraction or ColumnNames.Model or ColumnNames.Set
            or ColumnNames.ClusterProbability or ColumnNames.Outlier or ColumnNames.OutlierScore);
}
