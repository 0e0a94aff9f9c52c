namespace Morph.Reporting.Pages;

/// <summary>The page: one file that needs nothing else.</summary>
internal static class Page
{
    /// <summary>Draws the report.</summary>
    public static Html Draw(PageContent content) => Around(
        content.Model.Title, content.Model.Inputs.Run.Version, MapSection.Style(content.Model), Sections(content.Model, content));

    /// <summary>Head and foot around the sections of a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="version">Version of the program.</param>
    /// <param name="style">Style beyond that of all pages.</param>
    /// <param name="body">Its sections.</param>
    public static Html Around(string title, string version, Html style, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="Morph {version}">
        <link rel="icon" href="data:,">
        <title>{title} · Morph</title>
        <style>
        {Font("Inter-Regular.woff2", 400)}{Font("Inter-SemiBold.woff2", 600)}{Html.Trusted(EmbeddedFile.Text("report.css"))}{style}</style>
        </head>
        <body><main>
        {body}<footer>Made by Morph {version}. Typeface: Inter, SIL Open Font License 1.1.</footer>
        </main></body>
        </html>

        """);

    private static Html Sections(ReportModel model, PageContent content) => Html.Of(
        $"{FactsSection.Draw(model)}{MapSection.Draw(model, content.Measures)}{BicSection.Draw(model)}{MorphologySection.Draw(content)}{SamplesSection.Draw(model)}{OutlierSection.Draw(model, content.Windows, content.Drawn)}{TrainingSection.Draw(model)}{ProvenanceSection.Draw(model)}{GuideSection.Draw(model)}");

    private static Html Font(string file, int weight) => Html.Of(
        $"@font-face{{font-family:\"Morph Inter\";font-weight:{weight};src:url(data:font/woff2;base64,{Convert.ToBase64String(EmbeddedFile.Bytes(file))}) format(\"woff2\")}}\n");
}
