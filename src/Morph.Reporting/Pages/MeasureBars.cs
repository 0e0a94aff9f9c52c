using System.Globalization;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>How the windows of a cluster compare with the typical window of the run: a bar per measure, to the right for more, to the left for less.</summary>
internal static class MeasureBars
{
    // A bar ends at four times as much or a quarter.
    private const double LongestBar = 2;

    /// <summary>Draws the bars of a cluster.</summary>
    public static Html Draw(ReportModel model, ClusterView cluster, IReadOnlyList<Measure> measures) => Html.Of($"""
        <div class="measures">{measures.Select(measure => Bar(measure, TypicalOf(model, cluster, measure)))}</div>
        """);

    private static Html Bar(Measure measure, double ratio)
    {
        var chip = measure.Colour is { } colour ? Html.Of($"<i class=\"chip\" style=\"background:{new Mark(colour, false).Hex}\"></i>") : Html.Of($"<i class=\"chip plain\"></i>");
        if (double.IsNaN(ratio))
        {
            return Html.Of($"<span>{chip}{measure.Name}</span><i class=\"track\"></i><span class=\"n\">–</span>");
        }

        var length = 50 * Math.Clamp(Math.Log2(Math.Max(ratio, 1e-9)) / LongestBar, -1, 1);
        return Html.Of($"<span>{chip}{measure.Name}</span><i class=\"track\"><b style=\"left:{Number(Math.Min(50, 50 + length))}%;width:{Number(Math.Abs(length))}%\"></b></i><span class=\"n\">×{ratio.ToString("0.00", CultureInfo.InvariantCulture)}</span>");
    }

    private static double TypicalOf(ReportModel model, ClusterView cluster, Measure measure) =>
        Measure.Typical(model.WindowsOfCluster[cluster.Index].Select(i => (double)measure.Ratios[i]));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
