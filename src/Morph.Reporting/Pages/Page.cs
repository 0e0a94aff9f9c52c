namespace Morph.Reporting.Pages;

/// <summary>The page: one file that needs nothing else.</summary>
internal static class Page
{
    /// <summary>Draws it.</summary>
    public static Html Draw(PageContent content) => Draw(content.Model, content);

    private static Html Draw(ReportModel model, PageContent content) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="Morph {model.Inputs.Run.Version}">
        <link rel="icon" href="data:,">
        <title>{model.Title} · Morph</title>
        <style>
        {Font("Inter-Regular.woff2", 400)}{Font("Inter-SemiBold.woff2", 600)}{Html.Trusted(EmbeddedFile.Text("report.css"))}{MapSection.Style(model)}</style>
        </head>
        <body><main>
        {FactsSection.Draw(model)}{MapSection.Draw(model, content.Measures)}{BicSection.Draw(model)}{MorphologySection.Draw(content)}{SamplesSection.Draw(model)}{OutlierSection.Draw(model, content.Windows, content.Drawn)}{TrainingSection.Draw(model)}{ProvenanceSection.Draw(model)}{GuideSection.Draw(model)}<footer>Made by Morph {model.Inputs.Run.Version}. Typeface: Inter, SIL Open Font License 1.1.</footer>
        </main></body>
        </html>

        """);

    private static Html Font(string file, int weight) => Html.Of(
        $"@font-face{{font-family:\"Morph Inter\";font-weight:{weight};src:url(data:font/woff2;base64,{Convert.ToBase64String(EmbeddedFile.Bytes(file))}) format(\"woff2\")}}\n");
}
