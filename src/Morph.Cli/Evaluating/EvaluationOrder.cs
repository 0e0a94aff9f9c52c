namespace Morph.Cli.Evaluating;

/// <summary>What is to be evaluated, as asked on the command line.</summary>
/// <param name="By">The column with the labels.</param>
/// <param name="Batch">The column with the batches, or null.</param>
/// <param name="Control">The label of the controls, or null.</param>
/// <param name="Guide">Whether to fit classifiers on the labels, too.</param>
internal sealed record EvaluationOrder(string By, string? Batch, string? Control, bool Guide);
