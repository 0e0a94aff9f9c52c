using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Imaging.Fields;

namespace Morph.Actors.Running;

/// <summary>
/// Are the images still those that the run has read? Names and lengths are part of the manifest's digest; here files that were written to
/// since they were read are read again, and their pixels compared, so that results of two image sets are never mixed.
/// </summary>
public static class InputCheck
{
    /// <summary>The latest modification time of a field's files, in ticks of UTC; 0 for files that are not there.</summary>
    public static long ModifiedUtc(Manifest manifest, FieldEntry field) => field.Planes
        .Select(p => new FileInfo(Path.Combine(manifest.Root, p.Path)))
        .Select(f => f.Exists ? f.LastWriteTimeUtc.Ticks : 0)
        .Max();

    /// <summary>Refuses a run whose images were modified since it read them.</summary>
    /// <exception cref="ConfigurationException">The pixels of a file have changed; the message names it.</exception>
    /// <exception cref="ImageException">A file that the run could read cannot be read any more.</exception>
    public static void RequireUnchanged(string runDirectory, RunDefinition run, UnitLedger ledger)
    {
        var reader = new FieldReader(run.Manifest, run.Settings.Load);
        var changed = run.Manifest.Fields
            .Where(f => ledger.Entries.GetValueOrDefault(new UnitId(Stage.Load, f.Sample, f.Field))?.Result?.Facts is { } facts
                && ModifiedUtc(run.Manifest, f) > facts.ModifiedUtc
                && FieldInspector.Content(reader.Read(f)) != facts.Content)
            .ToList();
        if (changed.Count > 0)
        {
            throw new ConfigurationException(
                $"Field {changed[0].Field} ({Path.Combine(run.Manifest.Root, changed[0].Planes[0].Path)}) was modified after this run read it" +
                $"{(changed.Count > 1 ? $", as were {changed.Count - 1} others" : "")}. Results of different images are never mixed: " +
                $"put the old files back, or start a new run with another --out than {new RunDirectory(runDirectory).Root}.");
        }
    }
}
