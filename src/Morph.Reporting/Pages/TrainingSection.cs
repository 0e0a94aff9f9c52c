using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>How the encoder learned.</summary>
internal static class TrainingSection
{
    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <section id="training">
        <h2>Training</h2>
        {(model.Losses.Count == 0 ? Html.Of($"<p class=\"lead\">The loss log of this run’s training is not here, so there is no curve to show.</p>") : Curve(model))}
        </section>

        """);

    private static Html Curve(ReportModel model)
    {
        var figure = new LossFigure(model.Losses);
        var canvas = new SvgCanvas(LossFigure.FigureWidth, LossFigure.FigureHeight, "Loss by training step");
        figure.Draw(canvas);
        var validated = LossFigure.Kept(model.Losses) is not null;
        return Html.Of($"""
            <p class="lead">{(model.Adopted is null ? "" : "The training of the run that the images were assigned to. ")}The encoder learns to tell which local views belong to the same sample. Lower is better: 0 is guessing, −2 log 2 ≈ −1.386 is perfect.{(validated ? " Validation chose which weights were kept." : "")}</p>
            <figure class="card scroll"><div class="inner">{canvas.ToHtml()}</div>
            <ul class="legend">{(figure.CutOff ? Html.Of($"<li>the first steps leave the figure at its top</li>") : Html.Empty)}<li>{MapSection.Chip(LossFigure.Training)}training, each step and their moving mean</li>{(validated ? Html.Of($"<li>{MapSection.Chip(LossFigure.Validation)}validation, centre crops</li>") : Html.Empty)}</ul></figure>
            """);
    }
}
