using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>How many morphologies: the information criterion by number of clusters, and how clear its choice is.</summary>
internal static class BicSection
{
    /// <summary>Differences of more are very strong evidence (Kass and Raftery 1995).</summary>
    private const double VeryStrong = 10;

    /// <summary>Draws the section; nothing where the clusters are those of another run.</summary>
    public static Html Draw(ReportModel model) => model.Bic.Count == 0 ? Html.Empty : Html.Of($"""
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
        var asked = $"This run was asked for {Count.Of(chosen.Components, "cluster")}";
        if (rows.Count == 1)
        {
            return $"{asked}. Other numbers were not tried: with so many windows that takes long, and is done for --clusters auto only.";
        }

        var choice = automatic ? $"The Bayesian information criterion (BIC, lower is better) chose {Count.Of(chosen.Components, "cluster")}."
            : chosen == lowest ? $"{asked}, and the Bayesian information criterion (BIC, lower is better) would have chosen the same."
            : $"{asked}. The Bayesian information criterion (BIC, lower is better) would have chosen {Count.Of(lowest.Components)}.";
        return $"{choice} {Clearness(rows, lowest)}";
    }

    private static string Clearness(IReadOnlyList<BicRow> rows, BicRow lowest)
    {
        if (rows.All(r => r.Components != lowest.Components + 1))
        {
            return "The next larger numbers were not tried, and the curve may fall further: it names no number of morphologies. How far it is drawn: morph.cluster.max-clusters.";
        }

        int[] near = [.. rows.Where(r => r.Bic - lowest.Bic <= VeryStrong).Select(r => r.Components)];
        return near.Length == 1
            ? $"No other number comes within 10 of it: very strong evidence for {Count.Of(lowest.Components)}, as far as windows are independent and islands round."
            : $"That choice is not clear: {Listed(near)} clusters lie within 10 of each other, too near to prefer one.";
    }

    private static string Listed(int[] numbers) => $"{string.Join(", ", numbers.SkipLast(1).Select(Count.Of))} and {Count.Of(numbers[^1])}";

    private static Html Curve(IReadOnlyList<BicRow> rows)
    {
        var canvas = new SvgCanvas(BicFigure.FigureWidth, BicFigure.FigureHeight, "Bayesian information criterion by number of clusters");
        new BicFigure(rows).Draw(canvas);
        return Html.Of($"""
            <figure class="card scroll"><div class="inner">{canvas.ToHtml()}</div></figure>
            <p class="note">Windows of one field overlap and islands on the map are not round; both make BIC lean towards more clusters than there are morphologies. The figures: <code>clusters/bic.csv</code>.</p>
            """);
    }
}
