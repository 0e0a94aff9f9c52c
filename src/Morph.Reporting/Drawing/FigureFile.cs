namespace Morph.Reporting.Drawing;

/// <summary>Figures as pictures of their own: with a title, and a legend that on the page is text.</summary>
internal static class FigureFile
{
    private const double TitleHeight = 44;
    private const double Row = 20;
    private const double LegendWidth = 230;
    private const int LongestLegend = 60;
    private const double Edge = 16;

    /// <summary>Writes a map as PNG.</summary>
    public static void SaveMap(ScatterFigure figure, string title, IReadOnlyList<ScatterGroup> groups, Stream output)
    {
        var legend = groups.Count <= LongestLegend ? groups : [];
        var rows = Math.Max(1, (int)((figure.Height - 10) / Row));
        var columns = (legend.Count + rows - 1) / rows;
        using var canvas = new PictureCanvas((2 * Edge) + ScatterFigure.FigureWidth + (columns * LegendWidth), TitleHeight + figure.Height + Edge);
        canvas.Text(new(Edge + 42, 28), title, new(16, Paint.Text, Bold: true));
        for (var i = 0; i < legend.Count; i++)
        {
            var at = new Point(Edge + ScatterFigure.FigureWidth + 22 + (i / rows * LegendWidth), TitleHeight + 18 + (i % rows * Row));
            canvas.Dots([at], legend[i].Mark, legend[i].Mark.Square, 5, 1, legend[i].Index, "");
            canvas.Text(new(at.X + 13, at.Y + 4.5), Lettering.Shorten(legend[i].Name, 28), new(13, Paint.Text));
        }

        canvas.MoveBy(Edge, TitleHeight);
        figure.Draw(canvas);
        canvas.Save(output);
    }

    /// <summary>Writes the information criterion by number of clusters as PNG.</summary>
    public static void SaveBic(BicFigure figure, Stream output)
    {
        using var canvas = new PictureCanvas((2 * Edge) + BicFigure.FigureWidth, TitleHeight + BicFigure.FigureHeight + Edge);
        canvas.Text(new(Edge + 72, 28), "Bayesian information criterion by number of clusters", new(16, Paint.Text, Bold: true));
        canvas.MoveBy(Edge, TitleHeight);
        figure.Draw(canvas);
        canvas.Save(output);
    }

    /// <summary>Writes the loss curve as PNG.</summary>
    public static void SaveLoss(LossFigure figure, Stream output)
    {
        using var canvas = new PictureCanvas((2 * Edge) + LossFigure.FigureWidth, TitleHeight + LossFigure.FigureHeight + Edge);
        canvas.Text(new(Edge + 56, 28), "Loss by training step", new(16, Paint.Text, Bold: true));
        canvas.Text(new(Edge + LossFigure.FigureWidth - 16, 28), "validation", new(13, LossFigure.Validation, Anchor.End, Bold: true));
        canvas.Text(new(Edge + LossFigure.FigureWidth - 92, 28), "training", new(13, LossFigure.Training, Anchor.End, Bold: true));
        canvas.MoveBy(Edge, TitleHeight);
        figure.Draw(canvas);
        canvas.Save(output);
    }
}
