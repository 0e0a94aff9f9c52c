using System.Globalization;
using System.Text;

namespace Morph.Simulation.Results;

/// <summary>Draws the course of a run: nodes that are up and nodes that compute, units done, and failures.</summary>
public static class TimelineSvg
{
    private const double Width = 900;
    private const double Height = 320;
    private const double Left = 56;
    private const double Right = 40;
    private const double Top = 28;
    private const double Bottom = 40;

    /// <summary>The drawing as a file that needs no other.</summary>
    /// <param name="outcome">The run.</param>
    /// <param name="nodes">Nodes of the cluster.</param>
    public static string Draw(SimulationOutcome outcome, int nodes)
    {
        var end = Math.Max(1, outcome.Took.TotalSeconds);
        var most = Math.Max(1, outcome.Committed);
        double X(TimeSpan at) => Left + ((Width - Left - Right) * Math.Min(1, at.TotalSeconds / end));
        double Y(double share) => Height - Bottom - ((Height - Top - Bottom) * Math.Clamp(share, 0, 1));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"Inter, sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"Course of a simulated run\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append(Area(outcome, X, p => Y((double)p.Up / nodes), Y(0), "#dde0e7"));
        svg.Append(Area(outcome, X, p => Y((double)Math.Min(p.Busy, p.Up) / nodes), Y(0), "#4c78a8"));
        var line = string.Join(' ', outcome.Timeline.Select(p => Point(X(p.At), Y((double)p.Committed / most))));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"#e4572e\" stroke-width=\"2\" points=\"{line}\"/>\n");
        foreach (var crash in outcome.Notes.Where(n => n.At <= outcome.Took && n.What.Contains(" crash ", StringComparison.Ordinal)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(crash.At):0.#} {Top}v6\" stroke=\"#1c1f26\"><title>{crash.What}</title></path>\n");
        }

        Text(svg, Left, 16, "start", "#1c1f26", $"{nodes} nodes: blue at work, grey idle; red units done; ticks above: nodes that failed");
        Text(svg, Left - 8, Y(1) + 4, "end", "#667085", nodes.ToString(CultureInfo.InvariantCulture));
        Text(svg, Left - 8, Y(0) + 4, "end", "#667085", "0");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            var at = outcome.Took * (quarter / 4.0);
            Text(svg, X(at), Height - 16, "middle", "#667085", string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours}:{at.Minutes:00}:{at.Seconds:00}"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Area(SimulationOutcome outcome, Func<TimeSpan, double> x, Func<TimelinePoint, double> y, double ground, string colour)
    {
        if (outcome.Timeline.IsEmpty)
        {
            return "";
        }

        var points = outcome.Timeline.Select(p => Point(x(p.At), y(p))).Prepend(Point(x(outcome.Timeline[0].At), ground)).Append(Point(x(outcome.Timeline[^1].At), ground));
        return $"<polygon fill=\"{colour}\" points=\"{string.Join(' ', points)}\"/>\n";
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string colour, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>\n");

    private static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
}
