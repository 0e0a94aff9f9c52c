using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>The losses of one training step.</summary>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="MutualInformation">L_MI of the step's batch.</param>
/// <param name="PriorDiscriminator">Loss of the prior discriminator.</param>
/// <param name="PriorEncoder">Prior loss of the encoder.</param>
/// <param name="ValidationMutualInformation">L_MI of the centre crops; null for a step without validation.</param>
/// <param name="Kept">True for the step whose weights became the model.</param>
/// <param name="Contrast">Contrast of samples; 0 without.</param>
public sealed record LossRow(
    int Step, int Epoch, double MutualInformation, double PriorDiscriminator, double PriorEncoder, double? ValidationMutualInformation, bool Kept = false, double Contrast = 0);

/// <summary><c>losses.csv</c>: step, epoch, mi, prior_discriminator, prior_encoder, validation_mi, kept (1 for the step whose weights became the model), contrast.</summary>
public static class LossTable
{
    private static readonly string[] Header = ["step", "epoch", "mi", "prior_discriminator", "prior_encoder", "validation_mi", "kept", "contrast"];

    /// <summary>Writes the table at <see cref="RunDirectory.LossesFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, Digest trainKey, IReadOnlyList<LossRow> rows) =>
        AtomicFile.Write(run, run.LossesFile(trainKey), stream => Csv.Write(stream, Header, rows.Select(row => (string[])
        [
            Csv.Number(row.Step),
            Csv.Number(row.Epoch),
            Csv.Number(row.MutualInformation),
            Csv.Number(row.PriorDiscriminator),
            Csv.Number(row.PriorEncoder),
            row.ValidationMutualInformation is { } validation ? Csv.Number(validation) : "",
            Csv.Number(row.Kept ? 1 : 0),
            Csv.Number(row.Contrast),
        ])));

    /// <summary>Reads the table.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<LossRow> Read(string path) => CsvTable.Read(path, row => new LossRow(
        row.Whole("step"),
        row.Whole("epoch"),
        row.Real("mi"),
        row.Real("prior_discriminator"),
        row.Real("prior_encoder"),
        row.RealOrNone("validation_mi"),
        row.Whole("kept") == 1,
        row.Real("contrast")));
}
