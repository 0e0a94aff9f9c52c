using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;
using Morph.Reporting.Pictures;
using SkiaSharp;

namespace Morph.Reporting.Pages;

/// <summary>What each cluster looks like: its most typical fields, and the samples it is made of.</summary>
internal static class MorphologySection
{
    private const int MostSamplesNamed = 4;
    private const int FewClusters = 6;

    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model, ExampleFields examples, IReadOnlyDictionary<string, DrawnField> drawn, IReadOnlyList<SKColor> colours) => Html.Of($"""
        <section id="morphologies">
        <h2>The morphologies</h2>
        <p class="lead">Each cluster with its most typical fields: those with the largest share of their windows in it. One contrast per channel for all fields, so brighter means brighter.</p>
        <div class="bar"><ul class="legend">{model.Inputs.Manifest.Channels.Select((name, i) => Channel(name, colours[i]))}</ul>
        <label class="switch"><input type="checkbox" id="outline" checked> outline of the mask</label></div>
        <div class="morphologies{(model.Clusters.Count <= FewClusters ? " few" : "")}">{model.Clusters.Select(cluster => Card(model, cluster, examples.Of(cluster), drawn))}</div>
        </section>

        """);

    private static Html Channel(string name, SKColor colour) =>
        Html.Of($"<li><i class=\"chip\" style=\"background:{new Mark(colour, false).Hex}\"></i>{name}</li>");

    private static Html Card(ReportModel model, ClusterView cluster, IReadOnlyList<ExampleField> examples, IReadOnlyDictionary<string, DrawnField> drawn) => Html.Of($"""
        <article class="card morphology" id="{cluster.Name}">
        <h3>{MapSection.Chip(cluster.Mark)}{cluster.Name} <span class="count">{Count.Of(cluster.Windows, "window")}, main morphology of {Count.Of(cluster.Fields.Count, "field")}</span></h3>
        <div class="stack" role="img" aria-label="Samples of {cluster.Name}">{Shares(model, cluster)}</div>
        <p class="note">{Made(model, cluster)}</p>
        <div class="fields">{examples.Select(example => Example(example.Field, example.Share, drawn[example.Field.Field], cluster, model.IsHeldOut(example.Field.Set)))}</div>
        {(cluster.Fields.Count == 0 ? Html.Of($"<p class=\"note\">No field has most of its windows here; these have the largest share.</p>") : Html.Empty)}
        </article>

        """);

    private static IEnumerable<Html> Shares(ReportModel model, ClusterView cluster) => model.Samples
        .Where(s => cluster.Counts[s.Index] > 0)
        .OrderByDescending(s => cluster.Counts[s.Index])
        .ThenBy(s => s.Index)
        .Select(s => Html.Of($"<i style=\"flex:{cluster.Counts[s.Index]};background:{s.Mark.Hex}\" title=\"{s.Row.Sample}: {Count.Of(cluster.Counts[s.Index], "window")}\"></i>"));

    private static string Made(ReportModel model, ClusterView cluster)
    {
        var samples = model.Samples.Where(s => cluster.Counts[s.Index] > 0).OrderByDescending(s => cluster.Counts[s.Index]).ThenBy(s => s.Index).ToArray();
        var named = samples.Where((s, rank) => rank == 0 || (rank < MostSamplesNamed && 20 * cluster.Counts[s.Index] >= cluster.Windows)).ToArray();
        var more = samples.Length > named.Length ? $" and {Count.Of(samples.Length - named.Length, "other")}" : "";
        return string.Join(", ", named.Select(s => $"{Lettering.Shorten(s.Row.Sample, 40)} {Count.Share((double)cluster.Counts[s.Index] / cluster.Windows)}")) + more;
    }

    private static Html Example(FieldRow field, double share, DrawnField drawn, ClusterView cluster, bool isHeldOut)
    {
        var caption = Html.Of($"<figcaption><b title=\"{field.Sample}\">{Lettering.Shorten(field.Sample, 26)}</b> <span title=\"{field.Field}\">{Lettering.Shorten(field.Field, 26)}</span>{(isHeldOut ? " · held out" : "")}<br>{Count.Share(share)} of its windows</figcaption>");
        if (drawn.Thumbnail is not { } picture)
        {
            return Html.Of($"<figure><div class=\"missing\">No picture: {drawn.Failure}</div>{caption}</figure>");
        }

        var file = "fields/" + Path.GetFileName(drawn.File!.Path);
        return Html.Of($"""
            <figure><a href="{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}"><img src="data:image/jpeg;base64,{Convert.ToBase64String(picture.Composite)}" width="{picture.Width}" height="{picture.Height}" alt="Field {field.Field} of {field.Sample} in {cluster.Name}"><img class="rim" src="data:image/png;base64,{Convert.ToBase64String(picture.Outline)}" width="{picture.Width}" height="{picture.Height}" alt=""></a>{caption}</figure>
            """);
    }
}
