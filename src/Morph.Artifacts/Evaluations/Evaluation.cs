using System.Collections.Immutable;

namespace Morph.Artifacts.Evaluations;

/// <summary>Figures of a run's representation against labels that the run never saw, beside those of simpler representations.</summary>
public sealed record Evaluation
{
    /// <summary>The column with the labels, without the prefix "Metadata_".</summary>
    public required string Column { get; init; }

    /// <summary>The column with the batches; empty where none was named.</summary>
    public string Batch { get; init; } = "";

    /// <summary>The label of the controls; empty where none was named.</summary>
    public string Control { get; init; } = "";

    /// <summary>Identity of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Version of the program that evaluated it.</summary>
    public required string Version { get; init; }

    /// <summary>Short digest of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The run's seed, which also decides resamples, random rankings and the shuffling of labels.</summary>
    public required long Seed { get; init; }

    /// <summary>Windows evaluated.</summary>
    public required int Windows { get; init; }

    /// <summary>Kept windows of the run that were not: without a label, or one of too many.</summary>
    public int WindowsLeftOut { get; init; }

    /// <summary>Fields evaluated.</summary>
    public required int Fields { get; init; }

    /// <summary>Samples evaluated.</summary>
    public required int Samples { get; init; }

    /// <summary>Resamples behind each interval.</summary>
    public required int Resamples { get; init; }

    /// <summary>The labels, in ordinal order.</summary>
    public required ImmutableArray<EvaluatedLabel> Labels { get; init; }

    /// <summary>What was compared; the run's own comes first.</summary>
    public required ImmutableArray<EvaluatedRepresentation> Representations { get; init; }

    /// <summary>The figures, in the order of <see cref="FigureKind.All"/>.</summary>
    public required ImmutableArray<FigureRow> Figures { get; init; }

    /// <summary>Figures that this image set does not allow, with the reason.</summary>
    public ImmutableArray<AbsentFigure> Absent { get; init; } = [];

    /// <summary>Pairs of labels, the least separable in the run's representation first.</summary>
    public ImmutableArray<PairRow> Pairs { get; init; } = [];

    /// <summary>Retrieval of each label by the run's representation.</summary>
    public ImmutableArray<RetrievalRow> Retrieval { get; init; } = [];

    /// <summary>The rows of a figure, in the order of <see cref="Representations"/>.</summary>
    public IEnumerable<FigureRow> Of(string figure) => Figures.Where(f => f.Figure == figure);
}

/// <summary>A label and how much there is of it.</summary>
/// <param name="Name">The value in the table.</param>
/// <param name="Samples">Samples with it.</param>
/// <param name="Fields">Fields with it.</param>
/// <param name="Windows">Windows with it.</param>
public sealed record EvaluatedLabel(string Name, int Samples, int Fields, int Windows);

/// <summary>A representation that was compared.</summary>
/// <param name="Name">Its name in tables, see <see cref="RepresentationNames"/>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="Dimensions">Numbers per window.</param>
public sealed record EvaluatedRepresentation(string Name, string Title, string About, int Dimensions);

/// <summary>A figure of one representation.</summary>
/// <param name="Figure">Name of the figure, see <see cref="FigureKind"/>.</param>
/// <param name="Level">What was asked: "window", "field", "sample".</param>
/// <param name="Representation">Name of the representation.</param>
/// <param name="Value">The figure; null where it does not exist for this representation.</param>
/// <param name="Low">Lower end of the 95 % interval; null where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="AheadLow">Lower end of the 95 % interval of the run's figure minus this one, over the same resamples; null likewise.</param>
/// <param name="AheadHigh">Upper end.</param>
/// <param name="Count">How many windows, fields, samples or pairs were asked.</param>
/// <param name="Resampled">What was drawn with replacement for the intervals: "fields" or "samples"; empty where there is no interval.</param>
public sealed record FigureRow(
    string Figure,
    string Level,
    string Representation,
    double? Value,
    double? Low,
    double? High,
    double? AheadLow,
    double? AheadHigh,
    int Count,
    string Resampled);

/// <summary>A figure that could not be had.</summary>
/// <param name="Figure">Its name.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record AbsentFigure(string Figure, string Reason);

/// <summary>How well two labels are told apart.</summary>
/// <param name="First">The one label.</param>
/// <param name="Second">The other.</param>
/// <param name="Values">Balanced accuracy by representation.</param>
public sealed record PairRow(string First, string Second, ImmutableArray<PairValue> Values);

/// <summary>Balanced accuracy of one pair in one representation.</summary>
/// <param name="Representation">Name of the representation.</param>
/// <param name="Value">0 to 1; 0.5 is guessing. Null where a label has a single field.</param>
/// <param name="Low">Lower end of the 95 % interval over resampled fields.</param>
/// <param name="High">Upper end.</param>
public sealed record PairValue(string Representation, double? Value, double? Low, double? High);

/// <summary>How well the fields of a label find each other.</summary>
/// <param name="Label">The label.</param>
/// <param name="Fields">Its fields with another one to find.</param>
/// <param name="MeanAveragePrecision">0 to 1.</param>
/// <param name="P">Share of random rankings that do better.</param>
/// <param name="CorrectedP">The same, corrected for the number of labels.</param>
public sealed record RetrievalRow(string Label, int Fields, double MeanAveragePrecision, double P, double CorrectedP);
