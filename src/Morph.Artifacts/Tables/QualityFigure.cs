namespace Morph.Artifacts.Tables;

/// <summary>A quality figure as <c>metrics.json</c> names it, and what it says to people.</summary>
/// <param name="Name">Name in <c>metrics.json</c>.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Meaning">What it measures and which values are good.</param>
/// <param name="Whole">A count, shown without decimals.</param>
public sealed record QualityFigure(string Name, string Label, string Meaning, bool Whole = false)
{
    /// <summary>The figures this program knows; others may stand in <c>metrics.json</c> too.</summary>
    public static IReadOnlyList<QualityFigure> All { get; } =
    [
        new("sample_ari", "Adjusted Rand index", "Agreement of clusters with samples, corrected for chance: 0 by chance, 1 when they are the same."),
        new("sample_nmi", "Normalised mutual information", "What clusters and samples tell of each other: 0 nothing, 1 everything."),
        new("silhouette", "Silhouette", "How far clusters lie apart on the map, −1 to 1; above 0.5 they are distinct."),
        new("trustworthiness", "Trustworthiness", "Whether neighbours on the map are neighbours in the 128 features; 1 is perfect."),
        new("novel_share", "Unlike anything", "Share of windows further from every window of the run that they were assigned to than 99 of 100 windows there are from another field’s."),
        new("held_out_samples", "Held-out samples", "Samples the encoder never saw.", Whole: true),
        new("held_out_clusters", "Clusters of held-out samples", "Different majority clusters among the held-out samples; best when equal to their number.", Whole: true),
        new("bic", "BIC", "Bayesian information criterion of the mixture; lower is better, between runs on the same map only."),
        new("lower_bound", "Mean log-likelihood", "Of the map’s points under the mixture; higher is better, on the same map only."),
    ];

    /// <summary>The figure of a name; an unknown one is labelled by its name.</summary>
    public static QualityFigure Of(string name) =>
        All.FirstOrDefault(f => f.Name == name)
        ?? new(name, name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '), "");
}
