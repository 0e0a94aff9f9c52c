using System.Text;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Reporting.Drawing;
using Morph.Reporting.Pages;
using Morph.Reporting.Pictures;

namespace Morph.Reporting;

/// <summary>
/// Draws the report of a run from its tables and images: <c>report/index.html</c>, which needs no other file, the maps and the curves as
/// PNG, the nearest fields as CSV, and one picture per field, filed by its cluster. The same inputs give the same bytes; pictures of an earlier report are removed.
/// </summary>
public static class ReportWriter
{
    /// <summary>Draws the report.</summary>
    /// <param name="run">The run, its clustering done.</param>
    /// <param name="inputs">What its tables do not tell.</param>
    /// <param name="fields">Reads images and masks; called from several threads at once.</param>
    /// <returns>All files written, the page first.</returns>
    /// <exception cref="ArtifactException">A table is missing or damaged; the message names it.</exception>
    /// <exception cref="StageException">The disk is full.</exception>
    public static IReadOnlyList<ArtifactRecord> Write(RunDirectory run, ReportInputs inputs, IFieldSource fields)
    {
        var model = ReportModel.Read(run, inputs);
        var examples = new ExampleFields(model, inputs.Run.Settings.Report.ExamplesPerCluster);
        var windows = new ExampleWindows(model, inputs.Run.Settings.Report.ExamplesPerCluster);
        var gallery = new FieldGallery(run, inputs.Manifest, fields, model.WindowSide);
        var drawn = gallery.Draw([.. model.Fields.Where(f => f.Cluster >= 0).Select(f => new FieldOrder(
            f,
            examples.Names.Contains(f.Field) ? examples.ThumbnailSide : 0,
            [.. model.WindowsOfField[f.Field].Select(model.PositionOf)],
            [.. windows.All[f.Field]]))]);
        var nearest = NearestFields.Of(run, model.Fields);
        var page = Page.Draw(new(model, examples, windows, drawn, gallery.Colours, Measures.Of(model, drawn, gallery.Colours), nearest));
        ArtifactRecord[] written =
        [
            AtomicFile.Write(run, run.ReportPage, stream => stream.Write(Encoding.UTF8.GetBytes(page.Text))),
            .. WriteFigures(run, model),
            nearest.Write(run),
            .. drawn.ByName.Values.Select(d => d.File).OfType<ArtifactRecord>().OrderBy(f => f.Path, StringComparer.Ordinal),
        ];
        RemoveOldPictures(run, written);
        return written;
    }

    // A field that changed its cluster since the last report would else be filed under both.
    private static void RemoveOldPictures(RunDirectory run, IEnumerable<ArtifactRecord> written)
    {
        var current = written.Select(w => run.Absolute(w.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(run.ReportFolder, "*.png", SearchOption.AllDirectories).Where(file => !current.Contains(file)).ToArray())
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<ArtifactRecord> WriteFigures(RunDirectory run, ReportModel model)
    {
        var panels = new MapPanels(model);
        foreach (var (set, name) in panels.Sets)
        {
            foreach (var panel in panels.Of(set, thinned: false))
            {
                yield return AtomicFile.Write(run, run.ReportPicture(panel.Id + ".png"), stream => FigureFile.SaveMap(panels.Figure(panel), $"{name}, {panel.Title}", panel.Groups, stream));
            }
        }

        if (model.Bic.Count > 1)
        {
            yield return AtomicFile.Write(run, run.ReportPicture("bic.png"), stream => FigureFile.SaveBic(new(model.Bic), stream));
        }

        if (model.Losses.Count > 0)
        {
            yield return AtomicFile.Write(run, run.ReportPicture("loss.png"), stream => FigureFile.SaveLoss(new(model.Losses), stream));
        }
    }
}
