using System.Globalization;

namespace Morph.Reporting.Pages;

/// <summary>The head of the page: what this is, in numbers.</summary>
internal static class FactsSection
{
    private const int MostQuarantined = 30;

    /// <summary>Draws title, numbers, and what failed.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <header>
        <p class="eyebrow">Morph · morphologies without labels</p>
        <h1>{model.Title}</h1>
        <p class="lead">{Sentence(model)}</p>
        <nav><a href="#map">Map</a>{(model.Bic.Count == 0 ? Html.Empty : Html.Of($"<a href=\"#number\">How many</a>"))}<a href="#morphologies">Morphologies</a><a href="#samples">Samples</a><a href="#unusual">Unusual windows</a><a href="#training">Training</a><a href="#quality">Quality</a><a href="#provenance">Provenance</a><a href="#guide">How to read this</a></nav>
        </header>
        <section class="tiles">{Tiles(model)}</section>
        {Quarantine(model)}

        """);

    private static string Sentence(ReportModel model)
    {
        var manifest = model.Inputs.Manifest;
        return $"{Count.Of(model.Fields.Count, "field")} of {manifest.Width} × {manifest.Height} pixels with "
            + $"{Count.Of(manifest.Channels.Length, "channel")} ({string.Join(", ", manifest.Channels)}), grouped by how their cells look. "
            + $"Run of {model.Inputs.Run.Started.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}, seed {model.Inputs.Run.Seed.ToString(CultureInfo.InvariantCulture)}.";
    }

    private static IEnumerable<Html> Tiles(ReportModel model)
    {
        var heldOut = model.HeldOut.Count();
        yield return Tile(Count.Of(model.Samples.Count), "samples", model.Adopted is not null ? "assigned: the encoder never saw them" : heldOut == 0 ? "none held out" : $"{Count.Of(model.Samples.Count - heldOut)} for training, {Count.Of(heldOut)} held out");
        yield return Tile(Count.Of(model.Fields.Count), "fields", $"{Count.Share(Mean(model.Fields.Select(f => f.ForegroundFraction)))} of their area is cells");
        yield return Tile(Count.Of(model.Windows.Count), "windows", $"at most {Count.Of(model.Inputs.Run.Settings.Reduce.Top)} per field, those with most cells");
        yield return Tile(Count.Of(model.Clusters.Count), model.Clusters.Count == 1 ? "morphology" : "morphologies", ClusterRule(model));
        var agree = model.Samples.Sum(s => s.Counts.DefaultIfEmpty(0).Max());
        yield return Tile(Count.Share(model.Windows.Count == 0 ? 0 : (double)agree / model.Windows.Count), "of windows", "lie in the main morphology of their sample");
        var clear = model.Fields.Count(f => f.Certain);
        yield return Tile($"{Count.Of(clear)} / {Count.Of(model.Fields.Count)}", "fields are clear", clear == model.Fields.Count ? "each has one main morphology" : "the others have no clear majority: their label is uncertain");
        if (model.Novelty is { } novelty)
        {
            yield return Tile(Count.Share(novelty), "unlike anything", "in the run that they were assigned to; the clusters of such windows mean little");
        }

        if (heldOut > 1)
        {
            var told = model.HeldOut.Where(s => s.Row.Cluster >= 0).Select(s => s.Row.Cluster).Distinct().Count();
            yield return Tile($"{Count.Of(told)} / {Count.Of(heldOut)}", "unseen told apart", "different main morphologies among the held-out samples");
        }
    }

    private static string ClusterRule(ReportModel model) => model.Inputs.Run.Settings.Cluster.Clusters switch
    {
        _ when model.Adopted is not null => "of those of the run that they were assigned to",
        0 => "asked for: one per sample",
        < 0 => "their number chosen by BIC",
        var asked => $"asked for: {Count.Of(asked)}",
    };

    private static Html Tile(string figure, string unit, string note) =>
        Html.Of($"<div class=\"card tile\"><b>{figure}</b><span>{unit}</span><small>{note}</small></div>");

    private static Html Quarantine(ReportModel model)
    {
        var items = model.Inputs.Quarantined;
        return items.Count == 0 ? Html.Empty : Html.Of($"""
            <section class="card warning" id="quarantine">
            <h3>{Count.Of(items.Count, "item")} left out</h3>
            <p>These could not be used, so nothing on this page knows of them. The whole list is in <code>quarantine.csv</code>.</p>
            <div class="wide"><table><thead><tr><th>Stage</th><th>Sample</th><th>Field</th><th class="n">Attempts</th><th>Reason</th></tr></thead><tbody>
            {items.Take(MostQuarantined).Select(i => Html.Of($"<tr><td>{i.Stage.ToString().ToLowerInvariant()}</td><td>{i.Sample}</td><td>{i.Field}</td><td class=\"n\">{i.Attempts}</td><td class=\"reason\">{i.Reason}</td></tr>"))}
            </tbody></table></div>
            {(items.Count > MostQuarantined ? Html.Of($"<p class=\"note\">and {Count.Of(items.Count - MostQuarantined)} more.</p>") : Html.Empty)}
            </section>

            """);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();
}
