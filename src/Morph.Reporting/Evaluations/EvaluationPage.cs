using System.Globalization;
using Morph.Artifacts.Evaluations;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Evaluations;

/// <summary>The page of an evaluation: one file that needs nothing else.</summary>
internal static class EvaluationPage
{
    private const int MostLabels = 60;

    /// <summary>Draws it.</summary>
    /// <param name="evaluation">The figures.</param>
    /// <param name="run">Name of the run, for people.</param>
    public static Html Draw(Evaluation evaluation, string run) => Page.Around(
        $"{run} by {evaluation.Column}",
        evaluation.Version,
        Html.Trusted(EmbeddedFile.Text("evaluation.css")),
        Html.Of($"{Head(evaluation, run)}{FiguresSection.Draw(evaluation)}{Labels(evaluation)}{Guide(evaluation)}"));

    private static Html Head(Evaluation evaluation, string run)
    {
        var verdicts = FigureKind.All.Select(f => Verdict.Of(evaluation, f.Name)).OfType<Verdict>().ToList();
        var behind = verdicts.Count(v => v.IsBehind);
        return Html.Of($"""
            <header>
            <p class="eyebrow">Morph · evaluation of {run}</p>
            <h1>How well “{evaluation.Column}” is told apart</h1>
            <p class="lead">{(evaluation.Column == "Sample" ? "The run knew which fields belong to one training sample, so these labels are the easy test." : "The run never saw these labels.")} {(behind == 0
                ? $"In all {Count.Of(verdicts.Count)} figures that can be compared, Morph is ahead of every baseline."
                : $"In {Count.Of(behind)} of {Count.Of(verdicts.Count)} figures a simple baseline does as well as Morph or better: there, training has not paid off on these images.")}</p>
            <nav><a href="#neighbours">Neighbours</a><a href="#pairs">Pairs</a><a href="#clusters">Clusters</a><a href="#labels">Labels</a><a href="#how">How to read this</a></nav>
            </header>
            <section class="tiles">{Tile(evaluation.Labels.Length, "labels", $"values of {evaluation.Column}")}{Tile(evaluation.Windows, "windows", evaluation.WindowsLeftOut > 0 ? $"{Count.Of(evaluation.WindowsLeftOut)} left out, without a label or one of too many" : "all that the run kept")}{Tile(evaluation.Fields, "fields", "neighbours are of other fields")}{Tile(evaluation.Samples, "samples", evaluation.Batch.Length > 0 ? $"in batches by {evaluation.Batch}" : "no batches named")}</section>

            """);
    }

    private static Html Tile(int count, string unit, string note) =>
        Html.Of($"<div class=\"card tile\"><b>{Count.Of(count)}</b><span>{unit}</span><small>{note}</small></div>");

    private static Html Labels(Evaluation evaluation)
    {
        var found = evaluation.Retrieval.ToDictionary(r => r.Label);
        return Html.Of($"""
            <section id="labels">
            <h2>Label by label</h2>
            <p class="lead">How well the fields of each label find each other by Morph’s embedding. p is the share of random rankings that do better; the corrected one allows for the number of labels.</p>
            <div class="card wide"><table><thead><tr><th>{evaluation.Column}</th><th class="n">Samples</th><th class="n">Fields</th><th class="n">Windows</th><th class="n">Mean average precision</th><th class="n">p</th><th class="n">p, corrected</th></tr></thead><tbody>
            {evaluation.Labels.OrderBy(l => found.GetValueOrDefault(l.Name)?.MeanAveragePrecision ?? 2).Take(MostLabels).Select(l => LabelRow(l, found.GetValueOrDefault(l.Name)))}</tbody></table></div>
            {(evaluation.Labels.Length > MostLabels ? Html.Of($"<p class=\"note\">The {MostLabels} that are found worst, of {Count.Of(evaluation.Labels.Length)}; all are in <code>figures.json</code>.</p>") : Html.Empty)}
            </section>

            """);
    }

    private static Html LabelRow(EvaluatedLabel label, RetrievalRow? row) => Html.Of($"""
        <tr><td>{label.Name}</td><td class="n">{Count.Of(label.Samples)}</td><td class="n">{Count.Of(label.Fields)}</td><td class="n">{Count.Of(label.Windows)}</td><td class="n">{(row is null ? "–" : Count.Figure(row.MeanAveragePrecision))}</td><td class="n">{P(row?.P)}</td><td class="n{(row is { CorrectedP: >= 0.05 } ? " worse" : "")}">{P(row?.CorrectedP)}</td></tr>

        """);

    private static string P(double? p) => p is { } value ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static Html Guide(Evaluation evaluation) => Html.Of($"""
        <section id="how">
        <h2>How to read this page</h2>
        <div class="columns">
        <div><h3>What stands side by side</h3>
        <ul>{evaluation.Representations.Select(r => Html.Of($"<li><b>{r.Title}</b>: {r.About}</li>"))}</ul></div>
        <div><h3>What to keep in mind</h3>
        <ul>
        <li>Higher is better everywhere. A line on a bar is the 95 % interval: {Count.Of(evaluation.Resamples)} times, fields (samples, where samples are asked) were drawn anew; agreement of clusters, which counts pairs, leaves out one in turn. Who answers stays the same, so intervals say how much depends on which fields were asked, not on another training.</li>
        <li>Only what can be right is asked: a field alone with its label cannot be, but may answer for others.</li>
        <li>Windows of one field overlap. Count fields and samples as independent, not windows.</li>
        <li>Where Morph was trained on samples that are labels here, it has been told which fields belong together. Labels over several samples, or held-out samples, are the harder test.</li>
        {(evaluation.Batch.Length == 0 ? Html.Of($"<li>No batches were named. If plates or days differ, <code>--batch COLUMN</code> shows what is left across them.</li>") : Html.Empty)}
        {evaluation.Absent.Select(a => Html.Of($"<li>{FigureKind.Of(a.Figure).Title} (by {FigureKind.Of(a.Figure).Level}) is not here. {a.Reason}</li>"))}
        </ul>
        <p class="note">The same as tables: <code>figures.csv</code> and <code>figures.json</code> beside this page. Run {evaluation.RunId}, model {evaluation.Model}, seed {evaluation.Seed.ToString(CultureInfo.InvariantCulture)}.</p></div>
        </div>
        </section>

        """);
}
