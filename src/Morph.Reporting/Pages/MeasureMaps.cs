using Morph.Reporting.Drawing;
using SkiaSharp;

namespace Morph.Reporting.Pages;

/// <summary>The map of all windows, coloured by what can be measured of them: shows what the clusters have to do with brightness and density.</summary>
internal static class MeasureMaps
{
    private const int MostPoints = 8_000;

    // From blue for less over grey for about as much to orange for more; legible on white and near-black, and to all kinds of sight.
    private static readonly (double Below, string Name, SKColor Colour)[] Steps =
    [
        (0.5, "less than half", new(0xff2b5fd0)),
        (0.71, "×0.5 to ×0.7", new(0xff6f97e8)),
        (0.87, "×0.7 to ×0.87", new(0xff9fb6dc)),
        (1.15, "about typical", new(0xffaeb2ba)),
        (1.41, "×1.15 to ×1.4", new(0xffdcb48c)),
        (2, "×1.4 to ×2", new(0xffe58a2c)),
        (double.PositiveInfinity, "more than twice", new(0xffb8470a)),
    ];

    /// <summary>Draws a panel per measure.</summary>
    public static Html Draw(ReportModel model, IReadOnlyList<Measure> measures)
    {
        if (measures.Count == 0)
        {
            return Html.Empty;
        }

        var bounds = MapBounds.Of(model.Windows.Umap1, model.Windows.Umap2);
        var every = Math.Max(1, (model.Windows.Count + MostPoints - 1) / MostPoints);
        return Html.Of($"""
            <h3>What can be measured <span class="count">all samples</span></h3>
            <p class="note before">The same map, each window coloured by a plain measurement as a multiple of the typical window (the mean of the middle half of all): brightness of its cells above the dark level of the channel, area of cells, nuclei counted in {model.Inputs.Manifest.Channels[Pictures.ChannelColours.Nuclear(model.Inputs.Manifest.Channels)]} (those that touch count as one).{(every > 1 ? $" One of every {every} windows is drawn." : "")}</p>
            <ul class="legend ramp">{Steps.Select(step => Html.Of($"<li><i class=\"chip\" style=\"background:{new Mark(step.Colour, false).Hex}\"></i>{step.Name}</li>"))}</ul>
            <div class="panels small">{measures.Select(measure => Panel(model, measure, bounds, every))}</div>

            """);
    }

    private static Html Panel(ReportModel model, Measure measure, MapBounds bounds, int every)
    {
        var groups = Enumerable.Range(0, model.Windows.Count)
            .Where(i => i % every == 0 && float.IsFinite(measure.Ratios[i]))
            .GroupBy(i => Array.FindIndex(Steps, step => measure.Ratios[i] < step.Below))
            .OrderBy(step => step.Key)
            .Select(step => new ScatterGroup(
                step.Key, Steps[step.Key].Name, new(Steps[step.Key].Colour, false), [.. step.Select(i => new Point(model.Windows.Umap1[i], model.Windows.Umap2[i]))]))
            .ToArray();
        var figure = new ScatterFigure(bounds, groups, [], model.Windows.Count, small: true);
        var canvas = new SvgCanvas(ScatterFigure.FigureWidth, figure.Height, $"Map of the windows, coloured by {measure.Name}");
        figure.Draw(canvas);
        return Html.Of($"<figure class=\"card panel\"><figcaption>{measure.Name}</figcaption>{canvas.ToHtml()}</figure>\n");
    }
}
