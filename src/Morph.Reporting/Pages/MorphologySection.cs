using System.Globalization;
using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;
using SkiaSharp;

namespace Morph.Reporting.Pages;

/// <summary>What each cluster looks like: typical and ambiguous windows, typical fields, what is measured of it, and the samples it is made of.</summary>
internal static class MorphologySection
{
    private const int MostSamplesNamed = 4;
    private const int FewClusters = 6;

    /// <summary>Draws the section.</summary>
    public static Html Draw(PageContent content) => Html.Of($"""
        <section id="morphologies">
        <h2>The morphologies</h2>
        <p class="lead">Each cluster with windows from its middle and from its edge, what can be measured of its windows, and its most typical fields. One contrast per channel for all pictures, so brighter means brighter.</p>
        <div class="bar"><ul class="legend">{content.Model.Inputs.Manifest.Channels.Select((name, i) => Channel(name, content.Colours[i]))}</ul>
        <label class="switch"><input type="checkbox" id="outline" checked> outline of the mask</label></div>
        <div class="morphologies{(content.Model.Clusters.Count <= FewClusters ? " few" : "")}">{content.Model.Clusters.Select(cluster => Card(content, cluster))}</div>
        </section>

        """);

    private static Html Channel(string name, SKColor colour) =>
        Html.Of($"<li><i class=\"chip\" style=\"background:{new Mark(colour, false).Hex}\"></i>{name}</li>");

    private static Html Card(PageContent content, ClusterView cluster) => Html.Of($"""
        <article class="card morphology" id="{cluster.Name}">
        <h3>{MapSection.Chip(cluster.Mark)}{cluster.Name} <span class="count">{Count.Of(cluster.Windows, "window")}, main morphology of {Count.Of(cluster.Fields.Count, "field")}{Uncertain(cluster)}</span></h3>
        <div class="stack" role="img" aria-label="Samples of {cluster.Name}">{Shares(content.Model, cluster)}</div>
        <p class="note">{Made(content.Model, cluster)}</p>
        <div class="explained"><div><h4>Compared with the typical window</h4>{MeasureBars.Draw(content.Model, cluster, content.Measures)}</div>
        {Strips(content, cluster)}</div>
        {Fields(content, cluster)}
        {(cluster.Fields.Count == 0 ? Html.Of($"<p class=\"note\">No field has most of its windows here; these have the largest share.</p>") : Html.Empty)}
        </article>

        """);

    private static string Uncertain(ClusterView cluster) => cluster.Fields.Count(f => !f.Certain) is > 0 and var count ? $", {Count.Of(count)} of them uncertain" : "";

    private static Html Strips(PageContent content, ClusterView cluster)
    {
        var (typical, ambiguous) = (content.Windows.TypicalOf(cluster), content.Windows.AmbiguousOf(cluster));
        return Html.Of($"""
            {(typical.Count == 0 ? Html.Empty : Html.Of($"<div><h4>Typical windows</h4>{WindowStrip.Draw(content.Model, typical, content.Drawn, _ => "")}</div>"))}
            {(ambiguous.Count == 0 ? Html.Empty : Html.Of($"<div><h4>Ambiguous windows <span class=\"count\">with their probability</span></h4>{WindowStrip.Draw(content.Model, ambiguous, content.Drawn, i => Count.Share(content.Model.Windows.ClusterProbability[i]))}</div>"))}
            """);
    }

    private static Html Fields(PageContent content, ClusterView cluster)
    {
        var examples = content.Examples.Of(cluster);
        return examples.Count == 0 ? Html.Empty : Html.Of($"""
            <h4>Typical fields</h4>
            <div class="fields">{examples.Select(example => Example(content, example, cluster))}</div>
            """);
    }

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

    private static Html Example(PageContent content, ExampleField example, ClusterView cluster)
    {
        var (field, drawn) = (example.Field, content.Drawn.ByName[example.Field.Field]);
        var caption = Html.Of($"<figcaption><b title=\"{field.Sample}\">{Lettering.Shorten(field.Sample, 26)}</b> <span title=\"{field.Field}\">{Lettering.Shorten(field.Field, 26)}</span>{(content.Model.IsHeldOut(field.Set) ? " · held out" : "")}<br>{Count.Share(example.Share)} of its windows{(field.Certain ? "" : " · uncertain")}{Nearest(content, field)}</figcaption>");
        if (drawn.Thumbnail is not { } picture)
        {
            return Html.Of($"<figure><div class=\"missing\">No picture: {drawn.Failure}</div>{caption}</figure>");
        }

        return Html.Of($"""
            <figure><a href="{WindowStrip.Link(drawn)}"><img src="data:image/jpeg;base64,{Convert.ToBase64String(picture.Composite)}" width="{picture.Width}" height="{picture.Height}" alt="Field {field.Field} of {field.Sample} in {cluster.Name}"><img class="rim" src="data:image/png;base64,{Convert.ToBase64String(picture.Outline)}" width="{picture.Width}" height="{picture.Height}" alt=""></a>{caption}</figure>
            """);
    }

    private static Html Nearest(PageContent content, FieldRow field) => content.Nearest.Of(field) is { Count: > 0 } near
        ? Html.Of($"<span class=\"near\">most alike: {near.Select(n => Near(content, n))}</span>")
        : Html.Empty;

    private static Html Near(PageContent content, NearField near)
    {
        var mark = content.Model.Clusters.FirstOrDefault(c => c.Number == near.Field.Cluster)?.Mark;
        var title = string.Create(CultureInfo.InvariantCulture, $"{near.Field.Sample}, field {near.Field.Field}, cluster M{near.Field.Cluster:00}, cosine {near.Cosine:0.00}");
        var name = Html.Of($"{(mark is { } m ? MapSection.Chip(m) : Html.Empty)}{Lettering.Shorten(near.Field.Sample, 14)} {Lettering.Shorten(near.Field.Field, 12)}");
        return content.Drawn.ByName.GetValueOrDefault(near.Field.Field) is { File: not null } drawn
            ? Html.Of($"<a href=\"{WindowStrip.Link(drawn)}\" title=\"{title}\">{name}</a>")
            : Html.Of($"<span title=\"{title}\">{name}</span>");
    }
}
