using System.Collections.Immutable;
using Morph.Actors.Assigning;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Learning.Training;

namespace Morph.Actors.Training;

/// <summary>
/// Trains the encoder, from the last checkpoint of the ledger where there is one. Writes a checkpoint every so many steps and when asked to stop;
/// a checkpoint's file carries its step in its name, and is deleted once a later one is in the ledger. A run that adopts the model of another one
/// gets that model's files instead.
/// </summary>
/// <param name="store">Where the files of runs are.</param>
/// <param name="source">Reads images and masks of a run.</param>
/// <param name="device">"auto", "cpu" or "cuda:N".</param>
public sealed class TrainExecutor(IRunStore store, Func<RunReference, IFieldSource> source, string device) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Train];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (run, directory) = (store.Open(order.Run), new RunDirectory(order.Run.Directory));
        if (run.Model is not null)
        {
            return new([.. new AdoptedModel(directory, run.Model).Bring()]);
        }

        var plan = PlanOf(run, order.Run, (TrainTask)order.Task);
        using var session = Begin(plan, source(order.Run), order, directory);
        while (!session.Finished)
        {
            var losses = session.Advance();
            context.Advanced(losses.Step, plan.Iterations, losses.Mi);
            var stop = context.Stop.IsCancellationRequested;
            if (!session.Finished && (stop || losses.Step % plan.Settings.Train.CheckpointEvery == 0))
            {
                context.Keep(Checkpoint(session, order, directory, context.KeptStep));
            }

            if (stop && !session.Finished)
            {
                throw new OperationCanceledException(context.Stop);
            }
        }

        return Finish(session, order, directory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private TrainingPlan PlanOf(RunDefinition run, RunReference reference, TrainTask task)
    {
        var planner = run.PlannerOf(reference);
        var fields = run.Manifest.Fields.Where((_, i) => !task.Without.Contains(i)).ToLookup(f => f.Sample);
        ImmutableArray<TrainingSample> Usable(IEnumerable<string> names) => [.. names
            .Select(s => new TrainingSample(s, [.. fields[s]]))
            .Where(s => s.Fields.Length > 0)];
        var training = Usable(planner.TrainingSamples);
        var heldOut = Usable(planner.Samples.Except(planner.TrainingSamples));

        // One held-out sample has no other to be told from: then the training samples' own centre crops choose the kept weights.
        return new(
            run.Settings,
            run.Manifest.Channels.Length,
            training,
            heldOut.Length >= 2 ? heldOut : training,
            task.Normalisation,
            run.Settings.Train.StepsOf(training.Length),
            run.Settings.Train.Threads,
            device);
    }

    private static TrainingSession Begin(TrainingPlan plan, IFieldSource fields, WorkOrder order, RunDirectory directory)
    {
        var checkpoint = ((TrainTask)order.Task).Checkpoint;
        return checkpoint is not null && ArtifactCheck.Check(directory, checkpoint.File) is null
            ? TrainingSession.Resume(plan, fields, directory.Absolute(checkpoint.File.Path))
            : TrainingSession.Start(plan, fields);
    }

    private static TrainingCheckpoint Checkpoint(TrainingSession session, WorkOrder order, RunDirectory directory, int keptStep)
    {
        var folder = directory.CheckpointFolder(order.Key);
        var file = AtomicFile.Write(directory, Path.Combine(folder, DirectoryRunStore.CheckpointFile(session.Step)), session.SaveCheckpoint);
        DeleteOthers(folder, keptStep, session.Step);
        return new(session.Step, file);
    }

    private static UnitResult Finish(TrainingSession session, WorkOrder order, RunDirectory directory)
    {
        var model = AtomicFile.Write(directory, directory.BestCheckpoint(order.Key), session.SaveModel);
        var last = AtomicFile.Write(directory, directory.LastCheckpoint(order.Key), session.SaveCheckpoint);
        var losses = LossTable.Write(directory, order.Key, [.. session.History
            .Select(l => new LossRow(l.Step, l.Epoch, l.Mi, l.PriorDiscriminator, l.PriorEncoder, l.ValidationMi, l.Step == session.BestStep))]);
        return new([model, last, losses]);
    }

    private static void DeleteOthers(string folder, params ReadOnlySpan<int> keep)
    {
        var kept = new HashSet<string>();
        foreach (var step in keep)
        {
            kept.Add(DirectoryRunStore.CheckpointFile(step));
        }

        // Without a step in the ledger nothing may go: the file that the ledger knows of could be any.
        if (keep[0] >= 0)
        {
            foreach (var file in Directory.EnumerateFiles(folder, DirectoryRunStore.CheckpointPattern).Where(f => !kept.Contains(Path.GetFileName(f))))
            {
                File.Delete(file);
            }
        }
    }
}
