using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>The map of n kept windows: which window lies where.</summary>
/// <param name="Sample">n samples.</param>
/// <param name="Field">n fields.</param>
/// <param name="Y">n rows of top-left corners, in pixels.</param>
/// <param name="X">n columns of top-left corners, in pixels.</param>
/// <param name="Umap1">n first coordinates.</param>
/// <param name="Umap2">n second coordinates.</param>
public sealed record UmapTable(string[] Sample, string[] Field, int[] Y, int[] X, float[] Umap1, float[] Umap2)
{
    /// <summary>Number of windows n.</summary>
    public int Count => Sample.Length;

    /// <summary>The coordinates of windows that stand field by field.</summary>
    /// <param name="fields">The kept windows of each field, in the order of the rows of <paramref name="map"/>.</param>
    /// <param name="map">n x 2 coordinates, row-major.</param>
    /// <exception cref="ArgumentException">The map has another number of rows.</exception>
    public static UmapTable From(IReadOnlyList<FieldEmbeddings> fields, ReadOnlySpan<float> map)
    {
        var count = fields.Sum(f => f.Count);
        if (map.Length != 2 * count)
        {
            throw new ArgumentException($"{map.Length} coordinates do not belong to {count} windows.", nameof(map));
        }

        var (first, second) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            (first[i], second[i]) = (map[2 * i], map[(2 * i) + 1]);
        }

        return new(
            [.. fields.SelectMany(f => Enumerable.Repeat(f.Sample, f.Count))],
            [.. fields.SelectMany(f => Enumerable.Repeat(f.Field, f.Count))],
            [.. fields.SelectMany(f => f.Y)],
            [.. fields.SelectMany(f => f.X)],
            first,
            second);
    }
}

/// <summary>A map as Parquet: Metadata_Sample, Metadata_Field, Metadata_Y, Metadata_X, UMAP_1, UMAP_2.</summary>
public static class UmapFile
{
    /// <summary>Writes the map at <see cref="RunDirectory.UmapFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, Digest reduceKey, UmapTable map) =>
        AtomicFile.Write(run, run.UmapFile(reduceKey), stream => ParquetTable.Write(
            stream,
            [
                ParquetColumn.Text(ColumnNames.Sample, map.Sample),
                ParquetColumn.Text(ColumnNames.Field, map.Field),
                ParquetColumn.Whole(ColumnNames.Y, map.Y),
                ParquetColumn.Whole(ColumnNames.X, map.X),
                ParquetColumn.Real(ColumnNames.Umap1, map.Umap1),
                ParquetColumn.Real(ColumnNames.Umap2, map.Umap2),
            ],
            map.Count));

    /// <summary>Reads a map back.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static UmapTable Read(string path) => ParquetTable.Read(path, source => new UmapTable(
        source.Text(ColumnNames.Sample),
        source.Text(ColumnNames.Field),
        source.Numbers<int>(ColumnNames.Y),
        source.Numbers<int>(ColumnNames.X),
        source.Numbers<float>(ColumnNames.Umap1),
        source.Numbers<float>(ColumnNames.Umap2)));
}
