using System.Globalization;
using Morph.Artifacts.Evaluations;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Evaluations;

/// <summary>The pairs of labels that are told apart worst.</summary>
internal static class PairsSection
{
    private const int MostPairs = 20;

    /// <summary>Draws the table.</summary>
    public static Html Draw(Evaluation evaluation)
    {
        var shown = evaluation.Pairs.Where(p => p.Values[0].Value is not null).Take(MostPairs).ToList();
        return Html.Of($"""
            <h3>The worst pairs <span class="count">{(shown.Count < evaluation.Pairs.Length ? $"{Count.Of(shown.Count)} of {Count.Of(evaluation.Pairs.Length)}" : Count.Of(shown.Count))}, those first that Morph tells apart worst</span></h3>
            <div class="card wide"><table class="heat"><thead><tr><th>Pair</th>{evaluation.Representations.Select(r => Html.Of($"<th class=\"n\">{r.Title}</th>"))}</tr></thead>
            <tbody>{shown.Select(Row)}</tbody></table></div>
            <p class="note">Balanced accuracy by window: 0.5 is guessing, 1 is never wrong. Rest the pointer on a cell for its 95 % interval. All pairs are in <code>figures.json</code>.</p>
            """);
    }

    private static Html Row(PairRow pair) =>
        Html.Of($"<tr><th scope=\"row\">{Drawing.Lettering.Shorten(pair.First, 24)} – {Drawing.Lettering.Shorten(pair.Second, 24)}</th>{pair.Values.Select(Cell)}</tr>\n");

    private static Html Cell(PairValue cell)
    {
        if (cell.Value is not { } value)
        {
            return Html.Of($"<td class=\"n none\">·</td>");
        }

        var above = Math.Clamp((2 * value) - 1, 0, 1);
        var interval = cell is { Low: { } low, High: { } high } ? $"{Count.Figure(low)} to {Count.Figure(high)}" : "";
        return Html.Of($"<td class=\"n{(above > 0.5 ? " hot" : "")}\" style=\"--v:{above.ToString("0.00", CultureInfo.InvariantCulture)}\" title=\"{interval}\">{value.ToString("0.00", CultureInfo.InvariantCulture)}</td>");
    }
}
