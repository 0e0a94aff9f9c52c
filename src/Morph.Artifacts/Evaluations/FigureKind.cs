namespace Morph.Artifacts.Evaluations;

/// <summary>A figure of an evaluation, and what it says to people. Higher is better for all of them.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Level">What is asked: "window", "field", "sample".</param>
/// <param name="Title">Name for people.</param>
/// <param name="Meaning">What it measures, in a sentence.</param>
/// <param name="ReachesOne">Whether 1 is a value that good representations come near to, and so the end of an axis.</param>
public sealed record FigureKind(string Name, string Level, string Title, string Meaning, bool ReachesOne = true)
{
    /// <summary>Level of windows.</summary>
    public const string Window = "window";

    /// <summary>Level of fields.</summary>
    public const string Field = "field";

    /// <summary>Level of samples.</summary>
    public const string Sample = "sample";

    /// <summary>Whether the five nearest windows of other fields have the label.</summary>
    public static readonly FigureKind NearestWindows = new(
        "knn_window", Window, "Nearest windows", "Share of windows whose five nearest windows in other fields mostly have their label; windows of the same field overlap and may not vote.");

    /// <summary>Whether the nearest field has the label.</summary>
    public static readonly FigureKind NearestField = new(
        "nearest_field", Field, "Nearest field", "Share of fields whose nearest other field, by mean over windows, has their label.");

    /// <summary>Agreement of clusters and labels, by window.</summary>
    public static readonly FigureKind RandWindow = new(
        "ari_window", Window, "Adjusted Rand index", "Agreement of clusters and labels, corrected for chance: 0 by chance, 1 when they are the same. Other columns were mapped and clustered as the run was.");

    /// <summary>The same by fields.</summary>
    public static readonly FigureKind RandField = new("ari_field", Field, "Adjusted Rand index", "The same, each field in the cluster of most of its windows.");

    /// <summary>The same by samples.</summary>
    public static readonly FigureKind RandSample = new("ari_sample", Sample, "Adjusted Rand index", "The same, each sample in the cluster of most of its windows.");

    /// <summary>Mutual information of clusters and labels, by window.</summary>
    public static readonly FigureKind InformationWindow = new(
        "nmi_window", Window, "Normalised mutual information", "What clusters and labels tell of each other: 0 nothing, 1 everything. Not corrected for chance: compare it with the shuffled labels.");

    /// <summary>The same by fields.</summary>
    public static readonly FigureKind InformationField = new("nmi_field", Field, "Normalised mutual information", "The same, each field in the cluster of most of its windows.");

    /// <summary>The same by samples.</summary>
    public static readonly FigureKind InformationSample = new("nmi_sample", Sample, "Normalised mutual information", "The same, each sample in the cluster of most of its windows.");

    /// <summary>How far apart labels lie.</summary>
    public static readonly FigureKind Silhouette = new(
        "silhouette", Window, "Silhouette of labels", "How much nearer windows lie to their own label than to the next one, −1 to 1; around 0 labels overlap.", ReachesOne: false);

    /// <summary>How high fields rank those of their label.</summary>
    public static readonly FigureKind MeanAveragePrecision = new(
        "map", Field, "Mean average precision", "How high each field ranks the other fields of its label among all fields by cosine similarity: 1 when they come first; mean over labels.");

    /// <summary>Labels found better than by chance.</summary>
    public static readonly FigureKind Retrieved = new(
        "map_significant", Field, "Labels retrieved", "Share of labels whose mean average precision beats random rankings at 5 %, corrected for their number (Benjamini-Hochberg).");

    /// <summary>Matching of samples.</summary>
    public static readonly FigureKind NotSameCompound = new(
        "nsc", Sample, "Not same compound", "Share of samples whose most similar other sample, by cosine of the means, has their label.");

    /// <summary>Matching of samples across batches.</summary>
    public static readonly FigureKind NotSameCompoundAndBatch = new(
        "nscb", Sample, "Not same compound and batch", "The same among samples of other batches: what is left of it when a batch cannot answer for itself.");

    /// <summary>Nearest windows in other batches.</summary>
    public static readonly FigureKind NearestWindowsAcrossBatches = new(
        "batch_knn_window", Window, "Nearest windows across batches", "Share of windows whose five nearest windows in other batches mostly have their label.");

    /// <summary>Nearest field in other batches.</summary>
    public static readonly FigureKind NearestFieldAcrossBatches = new(
        "batch_nearest_field", Field, "Nearest field across batches", "Share of fields whose nearest field in other batches has their label.");

    /// <summary>Separability of pairs, on average.</summary>
    public static readonly FigureKind PairsMean = new(
        "pairs_mean", Window, "Pairs of labels, mean", "Balanced accuracy of telling two labels apart by the five nearest windows of other fields, mean over pairs; 0.5 is guessing.");

    /// <summary>The worst pair.</summary>
    public static readonly FigureKind PairsWorst = new("pairs_worst", Window, "Worst pair of labels", "The same for the pair that is told apart worst, which may be another one in each column.");

    /// <summary>What labels could give, by window.</summary>
    public static readonly FigureKind GuideWindow = new(
        "guide_window", Window, "With labels: windows", "Share of windows that a logistic regression trained on the labels of other fields gets right: what the representation holds, whether or not neighbours show it.");

    /// <summary>What labels could give, by field.</summary>
    public static readonly FigureKind GuideField = new("guide_field", Field, "With labels: fields", "The same for fields, by the mean of their windows’ probabilities.");

    /// <summary>What labels could give across batches, by window.</summary>
    public static readonly FigureKind GuideWindowAcrossBatches = new(
        "batch_guide_window", Window, "With labels across batches: windows", "The same, trained on the labels of other batches.");

    /// <summary>What labels could give across batches, by field.</summary>
    public static readonly FigureKind GuideFieldAcrossBatches = new(
        "batch_guide_field", Field, "With labels across batches: fields", "The same for fields, by the mean of their windows’ probabilities.");

    /// <summary>All figures in the order of tables.</summary>
    public static IReadOnlyList<FigureKind> All { get; } =
    [
        NearestWindows, NearestField, MeanAveragePrecision, Retrieved, NotSameCompound, NotSameCompoundAndBatch, NearestWindowsAcrossBatches,
        NearestFieldAcrossBatches, PairsMean, PairsWorst, RandWindow, RandField, RandSample, InformationWindow, InformationField, InformationSample,
        Silhouette, GuideWindow, GuideField, GuideWindowAcrossBatches, GuideFieldAcrossBatches,
    ];

    /// <summary>The figure of a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static FigureKind Of(string name) => All.First(f => f.Name == name);
}
