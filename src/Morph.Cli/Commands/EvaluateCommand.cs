using System.CommandLine;
using System.Text.Json;
using Morph.Artifacts.Evaluations;
using Morph.Cli.CommandLine;
using Morph.Cli.Evaluating;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Reporting;

namespace Morph.Cli.Commands;

/// <summary><c>morph evaluate</c>: how good a run's representation is, against labels that it never saw.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Directory();
        var by = new Option<string>("--by") { HelpName = "COLUMN", Description = "the column with the labels: Sample, or any column of your table (gene, moa, plate, ...)", Required = true };
        var batch = new Option<string?>("--batch") { HelpName = "COLUMN", Description = "the column with the batches (plate, day): adds figures across batches and the embedding standardised by batch" };
        var control = new Option<string?>("--control") { HelpName = "VALUE", Description = "the label of the controls: adds the embedding whitened on their windows" };
        var guide = new Option<bool>("--guide") { Description = "also trains a classifier on the labels of other fields (and of other batches): what your labels could give" };
        var json = CommonOptions.Json("one JSON object, the same as figures.json");
        var command = new DocumentedCommand(
            "evaluate", "how well a finished run tells your labels apart, beside simple baselines", "evaluate DIR --by COLUMN [--batch COLUMN] [--control VALUE] [--guide] [--json]")
        {
            About = "Judges the embedding of a finished run by labels that it never used: nearest neighbours across fields, agreement of clusters, mean average precision, matching of samples "
                + "not of the same compound (and batch), separability of each pair of labels. Beside it stand features measured by hand, mean intensity, cell count, the untrained network and "
                + "shuffled labels, with 95 % intervals. Writes DIR/evaluation/COLUMN/index.html, figures.csv and figures.json; the run itself is not touched.",
            Examples =
            [
                ("morph evaluate results --by Sample", "are samples told apart across their fields?"),
                ("morph evaluate results --by moa --batch plate --control DMSO", "do mechanisms match across plates, with and without correction?"),
                ("morph evaluate results --by gene --guide", "and what would a classifier trained on the labels reach?"),
            ],
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var run = RunDirectories.Existing(parsed.GetRequiredValue(directory));
                var order = new EvaluationOrder(parsed.GetRequiredValue(by), parsed.GetValue(batch), parsed.GetValue(control), parsed.GetValue(guide));
                var evaluation = Evaluator.Evaluate(run, order, windows => context.Error.WriteLine($"Measuring {ProgressText.Count(windows.Count, "window")} ..."), cancellation);
                EvaluationFile.Write(run, evaluation);
                var page = EvaluationWriter.Write(run, evaluation);
                if (parsed.GetValue(json))
                {
                    context.Output.WriteLine(JsonSerializer.Serialize(evaluation, JsonText.Page));
                }
                else
                {
                    EvaluationText.Write(evaluation, context.Output);
                    context.Output.WriteLine($"Figures   {run.EvaluationFile(evaluation.Column, "figures.csv")}");
                    context.Output.WriteLine($"Page      {page}");
                }

                return (int)ExitCode.Done;
            },
            cancellation));
        return command.With(directory, by, batch, control, guide, json);
    }
}
