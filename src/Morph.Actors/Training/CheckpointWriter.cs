using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Work;
using Morph.Learning.Training;

namespace Morph.Actors.Training;

/// <summary>
/// Writes the checkpoints of a training, one at a time, while the next steps compute. A checkpoint's file carries its step in its name; older ones are deleted
/// once a later one is in the ledger.
/// </summary>
/// <param name="order">The training.</param>
/// <param name="directory">Where the files go.</param>
/// <param name="context">Takes each checkpoint that is on disk.</param>
internal sealed class CheckpointWriter(WorkOrder order, RunDirectory directory, UnitContext context) : IDisposable
{
    private Task _writing = Task.CompletedTask;

    /// <summary>Copies the training as it is now, and begins to write it once the one before is on disk.</summary>
    /// <exception cref="Domain.Errors.MorphException">The one before could not be written.</exception>
    public void Begin(TrainingSession session)
    {
        Finish();
        var snapshot = session.Snapshot();
        _writing = Task.Run(() => Write(snapshot));
    }

    /// <summary>Waits until what was begun is on disk.</summary>
    /// <exception cref="Domain.Errors.MorphException">It could not be written.</exception>
    public void Finish() => _writing.GetAwaiter().GetResult();

    /// <summary>Lets the file that is being written come to its end: the unit may be tried again at once, and would write it, too.</summary>
    public void Dispose() => Task.WhenAny(_writing).GetAwaiter().GetResult();

    private void Write(TrainingSnapshot snapshot)
    {
        using (snapshot)
        {
            var folder = directory.CheckpointFolder(order.Key);
            var file = AtomicFile.Write(directory, Path.Combine(folder, DirectoryRunStore.CheckpointFile(snapshot.Step)), snapshot.Save);
            DeleteOthers(folder, context.KeptStep, snapshot.Step);
            context.Keep(new(snapshot.Step, file));
        }
    }

    private static void DeleteOthers(string folder, int keptStep, int written)
    {
        // Without a step in the ledger nothing may go: the file that the ledger knows of could be any.
        if (keptStep < 0)
        {
            return;
        }

        string[] kept = [DirectoryRunStore.CheckpointFile(keptStep), DirectoryRunStore.CheckpointFile(written)];
        foreach (var file in Directory.EnumerateFiles(folder, DirectoryRunStore.CheckpointPattern).Where(f => !kept.Contains(Path.GetFileName(f))))
        {
            File.Delete(file);
        }
    }
}
