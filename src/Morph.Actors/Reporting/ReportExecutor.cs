using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Reporting;

/// <summary>Draws the report; the room of plots and pages is not known here, so the program's root supplies the writer.</summary>
/// <param name="run">The run, its clustering done.</param>
/// <param name="definition">What it analyses and how.</param>
/// <param name="losses">The loss log of its training.</param>
/// <param name="fields">Reads images and masks.</param>
/// <returns>All files written.</returns>
public delegate IReadOnlyList<ArtifactRecord> ReportWriting(RunDirectory run, RunDefinition definition, string losses, IFieldSource fields);

/// <summary>Has the report drawn and lists its files.</summary>
/// <param name="store">Where the files of runs are.</param>
/// <param name="source">Reads images and masks of a run.</param>
/// <param name="write">Draws it.</param>
public sealed class ReportExecutor(IRunStore store, Func<RunReference, IFieldSource> source, ReportWriting write) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Report];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var directory = new RunDirectory(order.Run.Directory);
        var losses = directory.Absolute(((ReportTask)order.Task).Losses.Path);
        var files = write(directory, store.Open(order.Run), losses, source(order.Run));
        DeleteOthers(directory, files);
        return new([ListingFile.Write(directory, DirectoryRunStore.ListingPath(directory.ReportFolder, "report"), files)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Pictures of an earlier clustering must not lie among the new ones.</summary>
    private static void DeleteOthers(RunDirectory directory, IReadOnlyList<ArtifactRecord> files)
    {
        var kept = files.Select(f => directory.Absolute(f.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory.ReportFolder, "*", SearchOption.AllDirectories).Where(f => !kept.Contains(f)))
        {
            File.Delete(file);
        }
    }
}
