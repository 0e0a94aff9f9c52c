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
/// Trains the encoder, from the last checkpoint of the ledger where there is one. Writes a checkpoint every so many steps and when asked to stop.
/// A run that adopts the model of another one gets that model's files instead.
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
        var run = store.Open(order.Run);
        if (run.Model is not null)
        {
            return new([.. new AdoptedModel(new(order.Run.Directory), run.Model).Bring()]);
        }

        var result = Train(run, order, context);

        // Fields that were kept for the next step, pieces of megabytes: left to themselves they stay until their space is needed, and every later stage's peak is higher by them.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private UnitResult Train(RunDefinition run, WorkOrder order, UnitContext context)
    {
        var directory = new RunDirectory(order.Run.Directory);
        var plan = PlanOf(run, order.Run, (TrainTask)order.Task);
        using var session = Begin(plan, source(order.Run), order, directory);
        using var checkpoints = new CheckpointWriter(order, directory, context);
        while (!session.Finished)
        {
            var losses = session.Advance();
            context.Advanced(losses.Step, plan.Iterations, losses.Mi);
            var stop = context.Stop.IsCancellationRequested;
            if (!session.Finished && (stop || losses.Step % plan.Settings.Train.CheckpointEvery == 0))
            {
                checkpoints.Begin(session);
            }

            if (stop && !session.Finished)
            {
                checkpoints.Finish();
                throw new OperationCanceledException(context.Stop);
            }
        }

        checkpoints.Finish();
        return Finish(session, order, directory);
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

    private static UnitResult Finish(TrainingSession session, WorkOrder order, RunDirectory directory)
    {
        var model = AtomicFile.Write(directory, directory.BestCheckpoint(order.Key), session.SaveModel);
        var last = AtomicFile.Write(directory, directory.LastCheckpoint(order.Key), session.SaveCheckpoint);
        var losses = LossTable.Write(directory, order.Key, [.. session.History
            .Select(l => new LossRow(l.Step, l.Epoch, l.Mi, l.PriorDiscriminator, l.PriorEncoder, l.ValidationMi, l.Step == session.BestStep, l.Contrast))]);
        return new([model, last, losses]);
    }
}
