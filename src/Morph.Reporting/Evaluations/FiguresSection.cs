using Morph.Artifacts.Evaluations;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Evaluations;

/// <summary>The figures of an evaluation, each with its bars, what it says, and what it says here.</summary>
internal static class FiguresSection
{
    private static readonly (string Id, string Title, string Lead, FigureKind[] Figures)[] s_groups =
    [
        ("neighbours", "Do like things lie together?", "Asked of the representation itself, before any map or cluster. What is asked never answers for itself: neighbours are of other fields, samples or batches.",
        [
            FigureKind.NearestWindows, FigureKind.NearestField, FigureKind.MeanAveragePrecision, FigureKind.Retrieved, FigureKind.NotSameCompound, FigureKind.NotSameCompoundAndBatch,
            FigureKind.NearestWindowsAcrossBatches, FigureKind.NearestFieldAcrossBatches, FigureKind.Silhouette,
        ]),
        ("pairs", "Which labels are told apart?", "Two labels at a time, by the five nearest windows of other fields.", [FigureKind.PairsMean, FigureKind.PairsWorst]),
        ("clusters", "Do clusters follow the labels?", "The run’s clusters; every other representation was mapped and clustered in the same way, into as many clusters.",
        [
            FigureKind.RandWindow, FigureKind.RandField, FigureKind.RandSample, FigureKind.InformationWindow, FigureKind.InformationField, FigureKind.InformationSample,
        ]),
        ("guide", "What could labels give?", "A classifier that was trained on your labels, to show what a representation holds. It is no figure of an unsupervised run.",
        [
            FigureKind.GuideWindow, FigureKind.GuideField, FigureKind.GuideWindowAcrossBatches, FigureKind.GuideFieldAcrossBatches,
        ]),
    ];

    /// <summary>Draws the sections; those without figures are left out.</summary>
    public static Html Draw(Evaluation evaluation) => Html.Join(s_groups.Select(group =>
    {
        var shown = group.Figures.Where(f => evaluation.Of(f.Name).Any(r => r.Value is not null)).ToList();
        return shown.Count == 0 ? Html.Empty : Html.Of($"""
            <section id="{group.Id}">
            <h2>{group.Title}</h2>
            <p class="lead">{group.Lead}</p>
            <div class="figures">{shown.Select(f => Card(evaluation, f))}</div>
            {(group.Id == "pairs" ? PairsSection.Draw(evaluation) : Html.Empty)}</section>

            """);
    }));

    private static Html Card(Evaluation evaluation, FigureKind kind)
    {
        var found = evaluation.Of(kind.Name).ToDictionary(r => r.Representation);
        var rows = evaluation.Representations.Where(r => found.ContainsKey(r.Name)).Select(r => found[r.Name]).ToList();
        var titles = evaluation.Representations.ToDictionary(r => r.Name, r => r.Title);
        var asked = kind == FigureKind.Retrieved ? "label" : kind == FigureKind.PairsMean || kind == FigureKind.PairsWorst ? "pair" : kind.Level;
        return Html.Of($"""
            <div class="card figure"><h3>{kind.Title} <em>by {kind.Level}, {Count.Of(rows.Max(r => r.Count), asked)}</em></h3>
            <p class="note">{kind.Meaning}</p>
            {new FigureBars(kind, rows, titles).Draw()}
            {VerdictLine(Verdict.Of(evaluation, kind.Name))}</div>

            """);
    }

    private static Html VerdictLine(Verdict? verdict) =>
        verdict is null ? Html.Empty : Html.Of($"<p class=\"verdict{(verdict.IsBehind ? " behind" : "")}\">{verdict.Text}</p>");
}
