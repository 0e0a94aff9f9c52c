using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>What the information criterion says of one number of clusters.</summary>
/// <param name="Components">The number of clusters.</param>
/// <param name="Bic">Bayesian information criterion of the mixture: lower is better.</param>
/// <param name="LowerBound">Mean log-likelihood per window.</param>
/// <param name="Chosen">Whether the clusters of this run are those of this mixture; of one row.</param>
public sealed record BicRow(int Components, double Bic, double LowerBound, bool Chosen);

/// <summary><c>clusters/bic.csv</c>: components, bic, lower_bound, chosen; by ascending number of clusters.</summary>
public static class BicTable
{
    private static readonly string[] Header = ["components", "bic", "lower_bound", "chosen"];

    /// <summary>Writes the table at <see cref="RunDirectory.BicFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, IReadOnlyList<BicRow> rows) =>
        AtomicFile.Write(run, run.BicFile, stream => Csv.Write(stream, Header, rows.Select(row => (string[])
            [Csv.Number(row.Components), Csv.Number(row.Bic), Csv.Number(row.LowerBound), Csv.Truth(row.Chosen)])));

    /// <summary>Reads the table.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<BicRow> Read(string path) => CsvTable.Read(path, row => new BicRow(
        row.Whole("components"), row.Real("bic"), row.Real("lower_bound"), row.Truth("chosen")));
}
