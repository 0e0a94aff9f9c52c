using System.Globalization;

namespace Morph.Reporting.Pages;

/// <summary>Which samples lie in which clusters.</summary>
internal static class SamplesSection
{
    private const int MostColumns = 32;
    private const int LargestOnesOnly = 3;

    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <section id="samples">
        <h2>Samples and their morphologies</h2>
        <p class="lead">Percent of each sample’s windows in each cluster; rest the pointer on a cell for the count. Samples of one main morphology stand together. A sample is uncertain when no cluster has clearly more of its windows than every other.</p>
        <div class="card wide">{(model.Clusters.Count <= MostColumns ? Heat(model) : Largest(model))}</div>
        <p class="note">The same as tables: <code>clusters/samples.csv</code>, <code>clusters/fields.csv</code>, and window by window <code>clusters/windows.parquet</code>.</p>
        </section>

        """);

    private static IEnumerable<SampleView> Ordered(ReportModel model) => model.Samples
        .OrderBy(s => model.IsHeldOut(s.Row.Set))
        .ThenBy(s => s.Row.Cluster)
        .ThenBy(s => s.Index);

    private static Html Heat(ReportModel model) => Html.Of($"""
        <table class="heat"><thead><tr><th>Sample</th><th class="n roomy">Fields</th><th class="n roomy">Windows</th><th class="n">Cells cover</th>{model.Clusters.Select(c => Html.Of($"<th class=\"n\">{MapSection.Chip(c.Mark)}{c.Name}</th>"))}</tr></thead>
        <tbody>{Ordered(model).Select(s => Html.Of($"<tr>{Head(s, model.IsHeldOut(s.Row.Set))}{model.Clusters.Select(c => Cell(s, c))}</tr>\n"))}</tbody></table>
        """);

    private static Html Head(SampleView sample, bool isHeldOut) => Html.Of($"""
        <th scope="row">{MapSection.Chip(sample.Mark)}<span title="{sample.Row.Sample}">{Drawing.Lettering.Shorten(sample.Row.Sample, 32)}</span>{(isHeldOut ? Html.Of($" <em>held out</em>") : Html.Empty)}{(sample.Row.Certain ? Html.Empty : Html.Of($" <em class=\"doubt\">uncertain</em>"))}</th><td class="n roomy">{Count.Of(sample.Row.Fields)}</td><td class="n roomy">{Count.Of(sample.Row.Windows)}</td><td class="n">{Count.Share(sample.Row.ForegroundFraction)}</td>
        """);

    private static Html Cell(SampleView sample, ClusterView cluster)
    {
        var count = sample.Counts[cluster.Index];
        if (count == 0)
        {
            return Html.Of($"<td class=\"n none\">·</td>");
        }

        var share = (double)count / sample.Counts.Sum();
        return Html.Of($"<td class=\"n{(share > 0.5 ? " hot" : "")}\" style=\"--v:{share.ToString("0.00", CultureInfo.InvariantCulture)}\" title=\"{Count.Of(count, "window")} of {sample.Row.Sample} in {cluster.Name}\">{Count.Share(share)[..^2]}</td>");
    }

    // More columns than a page is wide: the largest shares of each sample in words.
    private static Html Largest(ReportModel model) => Html.Of($"""
        <table><thead><tr><th>Sample</th><th class="n roomy">Fields</th><th class="n roomy">Windows</th><th class="n">Cells cover</th><th>Main clusters</th></tr></thead>
        <tbody>{Ordered(model).Select(s => Html.Of($"<tr>{Head(s, model.IsHeldOut(s.Row.Set))}<td>{Shares(model, s)}</td></tr>\n"))}</tbody></table>
        """);

    private static IEnumerable<Html> Shares(ReportModel model, SampleView sample) => model.Clusters
        .Where(c => sample.Counts[c.Index] > 0)
        .OrderByDescending(c => sample.Counts[c.Index])
        .ThenBy(c => c.Index)
        .Take(LargestOnesOnly)
        .Select(c => Html.Of($"<span class=\"pair\">{MapSection.Chip(c.Mark)}{c.Name} {Count.Share((double)sample.Counts[c.Index] / sample.Counts.Sum())}</span>"));
}
