using System.Globalization;
using Morph.Reporting.Pictures;

namespace Morph.Reporting.Pages;

/// <summary>Windows that look like nothing else: often debris or a field out of focus, now and then a rare cell.</summary>
internal static class OutlierSection
{
    private const int MostFieldsNamed = 8;

    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model, ExampleWindows windows, DrawnFields drawn)
    {
        var count = model.Windows.Outlier.Sum();
        return Html.Of($"""
            <section id="unusual">
            <h2>Unusual windows</h2>
            {(count == 0 ? Html.Of($"<p class=\"lead\">No window looks unlike all others of its set.</p>") : Found(model, count, windows, drawn))}
            </section>

            """);
    }

    private static Html Found(ReportModel model, int count, ExampleWindows windows, DrawnFields drawn) => Html.Of($"""
        <p class="lead">{Count.Of(count)} of {Count.Of(model.Windows.Count, "window")} ({Count.Share((double)count / model.Windows.Count)}) resemble the windows of other fields{(model.Adopted is null ? "" : ", of these images or of the run that they were assigned to,")} far less than those resemble each other: here to look for debris, fields out of focus and rare cells. They stay in all tables, marked.</p>
        <div class="card">{WindowStrip.Draw(model, windows.Outliers, drawn, i => $"{model.Windows.Sample[i]} · {model.Windows.OutlierScore[i].ToString("0.0", CultureInfo.InvariantCulture)}")}
        <p class="note">The most unusual first, with sample and score; at most one of a field while there are others. {Fields(model)}</p></div>
        <p class="note">The score says how much farther a window lies from the windows of other fields than those lie from theirs, in the 128 features and in robust standard deviations of its set; from 3.5 on a window is marked (<code>Metadata_Outlier</code> in <code>clusters/windows.parquet</code>, counts in <code>clusters/fields.csv</code>).</p>
        """);

    private static string Fields(ReportModel model)
    {
        var worst = model.Fields.Where(f => f.Outliers > 0).OrderByDescending(f => f.Outliers).ThenBy(f => f.Field, StringComparer.Ordinal).ToArray();
        var named = string.Join(", ", worst.Take(MostFieldsNamed).Select(f => $"{f.Field} of {f.Sample} ({Count.Of(f.Outliers)} of {Count.Of(f.Windows)})"));
        return $"Fields with the most: {named}{(worst.Length > MostFieldsNamed ? $" and {Count.Of(worst.Length - MostFieldsNamed, "other")}" : "")}.";
    }
}
