using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>
/// The probabilities of all clusters for each kept window as Parquet: Metadata_Sample, Metadata_Field, Metadata_Y, Metadata_X,
/// Membership_00 and on; the rows are those of <see cref="RunDirectory.WindowsFile"/>, in the same order.
/// </summary>
public static class MembershipFile
{
    /// <summary>Writes the probabilities at <see cref="RunDirectory.MembershipsFile"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="windows">The n windows.</param>
    /// <param name="probabilities">n x K probabilities, row-major; rows sum to 1.</param>
    /// <param name="clusters">Number of clusters K.</param>
    /// <exception cref="ArgumentException">There are not K probabilities for each window.</exception>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, WindowTable windows, float[] probabilities, int clusters)
    {
        if (probabilities.LongLength != (long)windows.Count * clusters)
        {
            throw new ArgumentException($"{probabilities.LongLength} probabilities are not {clusters} for each of {windows.Count} windows.", nameof(probabilities));
        }

        return AtomicFile.Write(run, run.MembershipsFile, stream => ParquetTable.Write(
            stream,
            [
                ParquetColumn.Text(ColumnNames.Sample, windows.Sample),
                ParquetColumn.Text(ColumnNames.Field, windows.Field),
                ParquetColumn.Whole(ColumnNames.Y, windows.Y),
                ParquetColumn.Whole(ColumnNames.X, windows.X),
                .. Enumerable.Range(0, clusters).Select(k => ParquetColumn.Strided(ColumnNames.Membership(k), probabilities, clusters, k)),
            ],
            windows.Count));
    }

    /// <summary>Reads the probabilities: n x K, row-major.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static float[] Read(string path) => ParquetTable.Read(path, source =>
    {
        var clusters = source.Columns.Count(name => name.StartsWith("Membership_", StringComparison.Ordinal));
        var probabilities = new float[(long)source.Rows * clusters];
        for (var k = 0; k < clusters; k++)
        {
            var column = source.Numbers<float>(ColumnNames.Membership(k));
            for (var row = 0; row < column.Length; row++)
            {
                probabilities[((long)row * clusters) + k] = column[row];
            }
        }

        return probabilities;
    });
}
