using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>The maps.</summary>
internal static class MapSection
{
    private const int LongestLegend = 40;

    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model, IReadOnlyList<Measure> measures)
    {
        var panels = new MapPanels(model);
        return Html.Of($"""
            <section id="map">
            <h2>The map</h2>
            <p class="lead">Each point is one window of {model.Inputs.Run.Settings.Train.Window} pixels, placed by UMAP so that windows that look alike to the encoder lie together. All panels share one map and one scale.</p>
            {panels.Sets.Select(set => Row(panels, set.Set, set.Name, model))}
            {Notes(panels, model)}
            {MeasureMaps.Draw(model, measures)}
            </section>

            """);
    }

    private static Html Row(MapPanels panels, string set, string name, ReportModel model)
    {
        var samples = model.Samples.Count(s => s.Row.Set == set && s.Row.Windows > 0);
        return Html.Of($"""
            <h3>{name} <span class="count">{Count.Of(samples, "sample")}</span></h3>
            <div class="panels">{panels.Of(set, thinned: true).Select(panel => Panel(panels, panel, name))}</div>

            """);
    }

    private static Html Panel(MapPanels panels, MapPanel panel, string set)
    {
        var figure = panels.Figure(panel);
        var canvas = new SvgCanvas(ScatterFigure.FigureWidth, figure.Height, $"Map of the windows, {set}, coloured {panel.Title}");
        figure.Draw(canvas);
        return Html.Of($"""
            <figure class="card panel"><figcaption>Coloured {panel.Title}</figcaption>{canvas.ToHtml()}{Legend(panel)}</figure>
            """);
    }

    private static Html Legend(MapPanel panel) => panel.Groups.Count > LongestLegend
        ? Html.Of($"<p class=\"note\">{Count.Of(panel.Groups.Count, "group")}: rest the pointer on a point to read its name. Colours come again after {Palette.Count} groups, with another shape.</p>")
        : Html.Of($"<ul class=\"legend\">{panel.Groups.Select(group => Html.Of($"<li class=\"k{group.Index}\" title=\"{group.Name}\">{Chip(group.Mark)}{Lettering.Shorten(group.Name, 28)}</li>"))}</ul>");

    /// <summary>A small sign in the colour and shape of a group.</summary>
    public static Html Chip(Mark mark) => Html.Of($"<i class=\"chip{(mark.Square ? " square" : "")}\" style=\"background:{mark.Hex}\"></i>");

    /// <summary>The style that fades all other groups while the pointer rests on one in a legend.</summary>
    public static Html Style(ReportModel model) => Html.Join(
        Enumerable.Range(0, Math.Min(LongestLegend * 2, Math.Max(model.Samples.Count, model.Clusters.Count)))
            .Select(i => Html.Of($".panel:has(.k{i}:hover) .g:not(.g{i}){{opacity:.07}}\n")));

    private static Html Notes(MapPanels panels, ReportModel model) => Html.Of($"""
        {(model.Adopted is not null ? Html.Of($"<p class=\"note\">These windows were placed in the map of another run, whose encoder never saw them. Grey points behind them are that run’s windows.</p>")
        : model.HeldOut.Any() ? Html.Of($"<p class=\"note\">The encoder never saw the held-out samples. Grey points behind them are the training samples’ windows.</p>") : Html.Of($"<p class=\"note\">No sample was held out in this run, so nothing here shows how the encoder does on images it has not seen.</p>"))}
        {(panels.Thinning > 1 ? Html.Of($"<p class=\"note\">This page draws one of every {panels.Thinning} windows; the pictures <code>scatter-*.png</code> beside it draw all {Count.Of(model.Windows.Count)}.</p>") : Html.Empty)}
        """);
}
