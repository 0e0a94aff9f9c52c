using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>What the clustering says of one sample.</summary>
/// <param name="Sample">Its name.</param>
/// <param name="Set">"train" or "test".</param>
/// <param name="Fields">Its fields that reached the clustering.</param>
/// <param name="Windows">Windows kept of them.</param>
/// <param name="ForegroundFraction">Mean foreground share of its fields, 0 to 1.</param>
/// <param name="Cluster">The cluster of most of its windows; the lowest number of equals. -1 for a sample without windows.</param>
/// <param name="Share">Share of its windows in that cluster, 0 to 1.</param>
/// <param name="Second">The cluster with the next most of its windows; -1 where there is none.</param>
/// <param name="SecondShare">Share of its windows in that one, 0 to 1/2.</param>
/// <param name="Certain">Whether <paramref name="Cluster"/> has a clear majority; if not, the sample is to be called uncertain.</param>
/// <param name="NovelShare">Share of its windows that are unlike anything in the run that they were assigned to, 0 to 1; null for a run of its own.</param>
public sealed record SampleRow(
    string Sample,
    string Set,
    int Fields,
    int Windows,
    double ForegroundFraction,
    int Cluster,
    double Share,
    int Second = -1,
    double SecondShare = 0,
    bool Certain = true,
    double? NovelShare = null);

/// <summary>
/// <c>clusters/samples.csv</c>: Metadata_Sample, Metadata_Set, Metadata_Fields, Metadata_Windows, Metadata_Foreground_Fraction,
/// Cluster, Share, Second, Second_Share, Certain; and Novel_Share at the end where samples were assigned to another run.
/// </summary>
public static class SampleTable
{
    private static readonly string[] Header =
    [
        ColumnNames.Sample, ColumnNames.Set, ColumnNames.Fields, ColumnNames.Windows, ColumnNames.ForegroundFraction,
        ColumnNames.Cluster, ColumnNames.Share, ColumnNames.Second, ColumnNames.SecondShare, ColumnNames.Certain,
    ];

    /// <summary>Writes the table at <see cref="RunDirectory.SamplesFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, IReadOnlyList<SampleRow> rows) =>
        AtomicFile.Write(run, run.SamplesFile, stream => Csv.Write(stream, [.. Header, .. NovelShares.Header(rows.Select(r => r.NovelShare))], rows.Select(row => (string[])
        [
            row.Sample,
            row.Set,
            Csv.Number(row.Fields),
            Csv.Number(row.Windows),
            Csv.Number(row.ForegroundFraction),
            Csv.Number(row.Cluster),
            Csv.Number(row.Share),
            Csv.Number(row.Second),
            Csv.Number(row.SecondShare),
            Csv.Truth(row.Certain),
            .. NovelShares.Cell(row.NovelShare),
        ])));

    /// <summary>Reads the table.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<SampleRow> Read(string path) => CsvTable.Read(path, row => new SampleRow(
        row.Text(ColumnNames.Sample),
        row.Text(ColumnNames.Set),
        row.Whole(ColumnNames.Fields),
        row.Whole(ColumnNames.Windows),
        row.Real(ColumnNames.ForegroundFraction),
        row.Whole(ColumnNames.Cluster),
        row.Real(ColumnNames.Share),
        row.Whole(ColumnNames.Second),
        row.Real(ColumnNames.SecondShare),
        row.Truth(ColumnNames.Certain),
        NovelShares.Read(row)));
}
