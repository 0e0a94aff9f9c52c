using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>What the clustering says of one field.</summary>
/// <param name="Sample">Its sample.</param>
/// <param name="Field">Its name.</param>
/// <param name="Metadata">Further columns of the image table, without the prefix "Metadata_".</param>
/// <param name="Set">"train" or "test".</param>
/// <param name="Windows">Windows kept of it.</param>
/// <param name="ForegroundFraction">Foreground share of the whole field, 0 to 1.</param>
/// <param name="Cluster">The cluster of most of its windows; the lowest number of equals. -1 for a field without windows.</param>
/// <param name="Share">Share of its windows in that cluster, 0 to 1.</param>
/// <param name="Second">The cluster with the next most of its windows; -1 where there is none.</param>
/// <param name="SecondShare">Share of its windows in that one, 0 to 1/2.</param>
/// <param name="Certain">Whether <paramref name="Cluster"/> has a clear majority; if not, the field is to be called uncertain.</param>
/// <param name="Outliers">How many of its windows look like nothing else in the set.</param>
/// <param name="NovelShare">Share of its windows that are unlike anything in the run that they were assigned to, 0 to 1; null for a run of its own.</param>
public sealed record FieldRow(
    string Sample,
    string Field,
    ImmutableSortedDictionary<string, string> Metadata,
    string Set,
    int Windows,
    double ForegroundFraction,
    int Cluster,
    double Share,
    int Second = -1,
    double SecondShare = 0,
    bool Certain = true,
    int Outliers = 0,
    double? NovelShare = null);

/// <summary>
/// <c>clusters/fields.csv</c>: Metadata_Sample, Metadata_Field, further Metadata_*, Metadata_Set, Metadata_Windows,
/// Metadata_Foreground_Fraction, Cluster, Share, Second, Second_Share, Certain, Outliers; and Novel_Share at the end where fields were assigned to another run.
/// </summary>
public static class FieldTable
{
    private static readonly string[] Before = [ColumnNames.Sample, ColumnNames.Field];

    private static readonly string[] After =
    [
        ColumnNames.Set, ColumnNames.Windows, ColumnNames.ForegroundFraction, ColumnNames.Cluster, ColumnNames.Share,
        ColumnNames.Second, ColumnNames.SecondShare, ColumnNames.Certain, ColumnNames.Outliers,
    ];

    /// <summary>Writes the table at <see cref="RunDirectory.FieldsFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, IReadOnlyList<FieldRow> rows)
    {
        string[] keys = [.. rows.SelectMany(r => r.Metadata.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return AtomicFile.Write(run, run.FieldsFile, stream => Csv.Write(
            stream,
            [.. Before, .. keys.Select(ColumnNames.Metadata), .. After, .. NovelShares.Header(rows.Select(r => r.NovelShare))],
            rows.Select(row => (string[])
            [
                row.Sample,
                row.Field,
                .. keys.Select(key => row.Metadata.GetValueOrDefault(key, "")),
                row.Set,
                Csv.Number(row.Windows),
                Csv.Number(row.ForegroundFraction),
                Csv.Number(row.Cluster),
                Csv.Number(row.Share),
                Csv.Number(row.Second),
                Csv.Number(row.SecondShare),
                Csv.Truth(row.Certain),
                Csv.Number(row.Outliers),
                .. NovelShares.Cell(row.NovelShare),
            ])));
    }

    /// <summary>Reads the table.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<FieldRow> Read(string path) => CsvTable.Read(path, row => new FieldRow(
        row.Text(ColumnNames.Sample),
        row.Text(ColumnNames.Field),
        row.Columns.Except([.. Before, .. After, ColumnNames.NovelShare]).ToImmutableSortedDictionary(
            column => column[ColumnNames.MetadataPrefix.Length..], row.Text, StringComparer.Ordinal),
        row.Text(ColumnNames.Set),
        row.Whole(ColumnNames.Windows),
        row.Real(ColumnNames.ForegroundFraction),
        row.Whole(ColumnNames.Cluster),
        row.Real(ColumnNames.Share),
        row.Whole(ColumnNames.Second),
        row.Real(ColumnNames.SecondShare),
        row.Truth(ColumnNames.Certain),
        row.Whole(ColumnNames.Outliers),
        NovelShares.Read(row)));
}
