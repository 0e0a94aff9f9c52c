using System.Text;
using Morph.Artifacts.Evaluations;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Reporting.Evaluations;

namespace Morph.Reporting;

/// <summary>Draws the page of an evaluation, <c>evaluation/COLUMN/index.html</c>, which needs no other file. The same figures give the same bytes.</summary>
public static class EvaluationWriter
{
    /// <summary>Draws the page.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="StageException">The disk is full.</exception>
    public static string Write(RunDirectory run, Evaluation evaluation)
    {
        var path = run.EvaluationFile(evaluation.Column, "index.html");
        var page = EvaluationPage.Draw(evaluation, Path.GetFileName(run.Root));
        AtomicFile.Write(run, path, stream => stream.Write(Encoding.UTF8.GetBytes(page.Text)));
        return path;
    }
}
