namespace Morph.Reporting.Pages;

/// <summary>How to read the page, and what it cannot tell.</summary>
internal static class GuideSection
{
    /// <summary>Draws the section.</summary>
    public static Html Draw(ReportModel model) => Html.Of($"""
        <section id="guide">
        <h2>How to read this page</h2>
        <div class="columns">
        <div><h3>What was done</h3>
        <p>A mixture of two Gaussians told cells from background. An encoder was trained, without labels, so that local views and the summary of a window agree when they come from the same sample and disagree when they do not (Deep InfoMax, Hjelm et al. 2019). Each window became 128 numbers; UMAP laid them out in two dimensions, and a Gaussian mixture grouped them into clusters, here called morphologies.</p>
        <p>A field, and a sample, belongs to the morphology of most of its windows. It is called uncertain when the probabilities of its windows give that morphology no more than half, or so little more than the next that a sign test at 5 % could not tell them apart; overlapping windows count for what they are worth together.</p></div>
        <div><h3>What to keep in mind</h3>
        <ul>
        <li>On the map, who is next to whom means something. Distances between far-apart islands, their sizes and the axes’ numbers do not.</li>
        {(model.Adopted is null ? Html.Of($"<li>Training used which fields belong to one sample. Training samples are therefore expected to separate; the held-out samples are the honest test.</li>") : Html.Of($"<li>Encoder, map and morphologies are those of another run. A window that is like nothing there is put to the nearest of its morphologies all the same: look at the share that is unlike anything.</li>"))}
        {(model.Inputs.Run.Settings.Cluster.Clusters >= 0 ? Html.Of($"<li>The number of morphologies was set beforehand. It is not a finding.</li>") : Html.Of($"<li>The number of morphologies was chosen by an information criterion on the map. Neighbouring numbers may do almost as well.</li>"))}
        <li>Samples may differ by plate, day or staining as well as by biology, and the encoder cannot know which. Compare replicates from different plates before drawing conclusions.</li>
        <li>A difference in cell number alone can separate samples: compare the column “Cells cover” before speaking of morphology.</li>
        <li>Windows of one field overlap, so they are not independent measurements. Count fields, wells or plates, not windows.</li>
        </ul></div>
        </div>
        </section>

        """);
}
