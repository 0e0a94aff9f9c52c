using Morph.Actors.Loading;
using Morph.Artifacts.Runs;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Settings;
using Morph.Imaging.Fields;

namespace Morph.Cli.Evaluating;

/// <summary>The images of a finished run, as they were.</summary>
internal static class RunPixels
{
    /// <summary>Reads the images and masks of a run.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="manifest">Its image set.</param>
    /// <param name="fields">The fields that are needed.</param>
    /// <param name="load">Its settings.</param>
    /// <exception cref="ConfigurationException">An image is gone or has another length than in the run; the message names it.</exception>
    public static RunFieldSource Open(RunDirectory run, Manifest manifest, IEnumerable<FieldEntry> fields, LoadSettings load)
    {
        foreach (var plane in fields.SelectMany(f => f.Planes))
        {
            var file = new FileInfo(Path.Combine(manifest.Root, plane.Path));
            if (!file.Exists)
            {
                throw new ConfigurationException(
                    $"{file.FullName} is not there: the baselines are measured on the images of the run. Put them back where they were, in {manifest.Root}.");
            }

            if (file.Length != plane.Length)
            {
                throw new ConfigurationException(
                    $"{file.FullName} has {ProgressText.Count(file.Length, "byte")}, but {ProgressText.Count(plane.Length)} in the run: the baselines need the very images of the run.");
            }
        }

        return new RunFieldSource(new FieldReader(manifest, load), run);
    }
}
