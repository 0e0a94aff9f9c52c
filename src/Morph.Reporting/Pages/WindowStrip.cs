using System.Globalization;
using Morph.Reporting.Drawing;
using Morph.Reporting.Pictures;

namespace Morph.Reporting.Pages;

/// <summary>Pictures of single windows side by side, each leading to its field.</summary>
internal static class WindowStrip
{
    /// <summary>Draws the pictures of windows.</summary>
    /// <param name="model">The page.</param>
    /// <param name="windows">Windows whose pictures were asked for.</param>
    /// <param name="drawn">The fields.</param>
    /// <param name="caption">What stands under each; nothing for empty.</param>
    public static Html Draw(ReportModel model, IReadOnlyList<int> windows, DrawnFields drawn, Func<int, string> caption) => Html.Of($"""
        <div class="strip">{windows.Where(i => drawn.ByName[model.Windows.Field[i]].Crops.Count > 0).Select(i => Picture(model, i, drawn.ByName[model.Windows.Field[i]], caption(i)))}</div>
        """);

    private static Html Picture(ReportModel model, int window, DrawnField field, string caption)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{model.Windows.Sample[window]}, field {model.Windows.Field[window]}, window at row {model.Windows.Y[window]}, column {model.Windows.X[window]}");
        return Html.Of($"<a href=\"{Link(field)}\" title=\"{where}\"><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(field.Crops[model.PositionOf(window)])}\" alt=\"{where}\">{(caption.Length > 0 ? Html.Of($"<span>{Lettering.Shorten(caption, 40)}</span>") : Html.Empty)}</a>");
    }

    /// <summary>The address of a field's picture, from the page.</summary>
    public static string Link(DrawnField field) => "fields/" + Uri.EscapeDataString(Path.GetFileName(field.File!.Path));
}
