using System.Globalization;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;

namespace Morph.Reporting.Pages;

/// <summary>Quality figures, and everything needed to make the run again.</summary>
internal static class ProvenanceSection
{
    // The head of the page has these.
    private static readonly string[] Counts = ["windows", "fields", "samples", "clusters"];

    /// <summary>Draws both sections.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <section id="quality">
        <h2>Quality</h2>
        <p class="lead">Whether the representation tells your own labels apart, and better than a count of cells or features measured by hand, says <code>morph evaluate DIR --by COLUMN</code>: its page is <code>evaluation/COLUMN/index.html</code> in the run’s directory.</p>
        {(model.Metrics.Count == 0 ? Html.Of($"<p class=\"lead\">This run has no quality figures.</p>") : Figures(model))}
        </section>
        <section id="provenance">
        <h2>Provenance</h2>
        <p class="lead">The same images and settings, on the same kind of machine, give the same bytes.</p>
        <div class="card wide"><table class="facts"><tbody>{Facts(model).Select(f => Html.Of($"<tr><th scope=\"row\">{f.Name}</th><td class=\"reason\">{f.Value}</td></tr>\n"))}</tbody></table></div>
        <details class="card"><summary>All settings</summary><div class="settings">{SettingsText.Lines(model.Inputs.Run.Settings).Select(s => Html.Of($"<div><code>{s.Key}</code><span>{s.Value}</span></div>"))}</div></details>
        </section>

        """);

    private static Html Figures(ReportModel model) => Html.Of($"""
        <p class="lead">How well the clusters agree with the samples, and how faithful the map is. The encoder was told which fields belong to one sample, never what a sample is; the mixture was told neither.</p>
        <div class="card wide"><table><thead><tr><th>Figure</th><th class="n">Value</th><th>What it says</th></tr></thead><tbody>
        {Ordered(model).Select(m => Html.Of($"<tr><td>{m.Figure.Label}</td><td class=\"n\"><b>{(m.Figure.Whole ? Count.Of((int)m.Value) : Count.Figure(m.Value))}</b></td><td class=\"reason\">{m.Figure.Meaning}</td></tr>\n"))}
        </tbody></table></div>
        """);

    private static IEnumerable<(QualityFigure Figure, double Value)> Ordered(ReportModel model)
    {
        var known = QualityFigure.All.Select(f => f.Name).ToList();
        return model.Metrics
            .Where(m => !Counts.Contains(m.Key))
            .Select(m => (Figure: QualityFigure.Of(m.Key), m.Value))
            .OrderBy(m => known.IndexOf(m.Figure.Name) is >= 0 and var at ? at : int.MaxValue)
            .ThenBy(m => m.Figure.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Facts(ReportModel model)
    {
        var run = model.Inputs.Run;
        yield return ("Program", $"Morph {run.Version}");
        yield return ("Run", run.RunId);
        yield return ("Started", run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        if (run.CommandLine.Length > 0)
        {
            yield return ("Command", string.Join(' ', run.CommandLine));
        }

        if (run.Model is { } adopted)
        {
            yield return ("Assigned to", $"run {adopted.RunId} in {adopted.Directory}");
        }

        yield return ("Images", run.ImagesRoot);
        yield return ("Understood as", model.Inputs.Manifest.Naming);
        yield return ("Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Device", string.Create(CultureInfo.InvariantCulture, $"{run.Device}, {run.Threads} threads"));
        yield return ("Model", model.Windows.Model.FirstOrDefault() ?? "");
        yield return ("Digest of the image set", run.ManifestDigest.Hex);
        yield return ("Digest of the settings", run.SettingsDigest.Hex);
    }
}
