using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>How many morphologies: the information criterion by number of clusters, and how clear its choice is.</summary>
internal static class BicSection
{
    /// <summary>Differences of more are very strong evidence (Kass and Raftery 1995).</summary>
    public const double VeryStrong = 10;

    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <section id="number">
        <h2>How many morphologies</h2>
        <p class="lead">{Sentence(model.Bic, model.Inputs.Run.Settings.Cluster.Clusters < 0)}</p>
        {(model.Bic.Count > 1 ? Curve(model.Bic) : Html.Empty)}
        </section>

        """);

    /// <summary>What the criterion says, in words.</summary>
    /// <param name="rows">The criterion by ascending number of clusters.</param>
    /// <param name="automatic">Whether the criterion chose the number.</param>
    public static string Sentence(IReadOnlyList<BicRow> rows, bool automatic)
    {
        var (chosen, lowest) = (rows.Single(r => r.Chosen), rows.MinBy(r => r.Bic)!);
        if (rows.Count == 1)
        {
            return $"This run was asked for {Count.Of(chosen.Components, "cluster")}. Other numbers were not tried: with so many windows that is done only for --clusters auto.";
        }

        var begin = automatic
            ? $"The Bayesian information criterion (BIC, lower is better) chose {Count.Of(chosen.Components, "cluster")}."
            : $"This run was asked for {Count.Of(chosen.Components, "cluster")}. "
                + (chosen == lowest ? "The Bayesian information criterion (BIC, lower is better) would have chosen the same." : $"The Bayesian information criterion (BIC, lower is better) would have chosen {Count.Of(lowest.Components)}.");
        return $"{begin} {Clearness(rows, lowest)}{Edge(rows, lowest, chosen, automatic)}";
    }

    private static string Clearness(IReadOnlyList<BicRow> rows, BicRow lowest)
    {
        int[] near = [.. rows.Where(r => r.Bic - lowest.Bic <= VeryStrong).Select(r => r.Components)];
        return near.Length == 1
            ? "No other number comes within 10 of it, which counts as very strong evidence for it, if windows were independent and islands round."
            : $"The choice is not clear: {Listed(near)} lie within 10 of each other, which is no strong evidence for one of them.";
    }

    // The lowest number at the upper end of those tried: the curve may go on falling. A number the user gave may lie beyond them.
    private static string Edge(IReadOnlyList<BicRow> rows, BicRow lowest, BicRow chosen, bool automatic)
    {
        var tried = automatic ? rows[^1] : rows.LastOrDefault(r => r != chosen);
        return lowest == rows[^1] || lowest == tried
            ? " It is the largest number tried, so more might be lower still: morph.cluster.max-clusters sets the limit."
            : "";
    }

    private static string Listed(IReadOnlyList<int> numbers) => $"{string.Join(", ", numbers.SkipLast(1).Select(Count.Of))} and {Count.Of(numbers[^1])}";

    private static Html Curve(IReadOnlyList<BicRow> rows)
    {
        var canvas = new SvgCanvas(BicFigure.FigureWidth, BicFigure.FigureHeight, "Bayesian information criterion by number of clusters");
        new BicFigure(rows).Draw(canvas);
        return Html.Of($"""
            <figure class="card scroll"><div class="inner">{canvas.ToHtml()}</div></figure>
            <p class="note">Windows of one field overlap and islands on the map are not round, both of which make BIC lean towards more clusters than there are morphologies. The figures: <code>clusters/bic.csv</code>.</p>
            """);
    }
}
