using System.Collections.Immutable;
using System.Globalization;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Simulation.Network;

namespace Morph.Simulation.Compute;

/// <summary>
/// Computes nothing and takes its time about it: a drawn one, on a drawn node. What comes out depends on the order's key alone, as it does in life. Stops
/// when asked where the real one does: reading and embedding a field go on to their end, a training leaves a checkpoint.
/// </summary>
/// <param name="cluster">The simulation.</param>
/// <param name="life">The node.</param>
/// <param name="stages">What it can do.</param>
internal sealed class SimulatedExecutor(SimulatedCluster cluster, NodeLife life, ImmutableArray<Stage> stages) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => stages;

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context) => throw new NotSupportedException("What is only simulated takes no thread.");

    /// <inheritdoc/>
    public Task<UnitResult> ExecuteAsync(WorkOrder order, UnitContext context)
    {
        var ended = new TaskCompletionSource<UnitResult>();
        if (life.Gone)
        {
            return ended.Task;
        }

        cluster.Tally.Begun(order, life);
        if (order.Task is TrainTask train)
        {
            Train(order, train.Checkpoint?.Step ?? 0, context, ended);
        }
        else
        {
            Compute(order, context, ended);
        }

        return ended.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Compute(WorkOrder order, UnitContext context, TaskCompletionSource<UnitResult> ended)
    {
        var random = RandomSource.For(cluster.Options.Seed, "unit", cluster.Tally.AttemptsAt(order.Unit));
        var work = cluster.Options.Durations.Of(order.Unit.Stage, cluster.Options, Fields(order)) * Spread(order, random);
        work += life.Warm.Add(order.Unit.Stage) ? cluster.Options.Durations.WarmUp : TimeSpan.Zero;
        Computation? computation = null;
        computation = new(life, work, order.Unit.Stage is not (Stage.Load or Stage.Embed), cluster.Clock.Now, () => End(order, ended, () => Fail(order, ended) ? null : ResultOf(order)));
        if (order.Unit.Stage is Stage.Mask or Stage.Reduce or Stage.Cluster)
        {
            context.Stop.Register(() => GiveBack(order, computation, ended, context));
        }

        life.Node.Machine.Begin(computation);
    }

    /// <summary>One stretch of a training after another, each with a checkpoint at its end.</summary>
    private void Train(WorkOrder order, int from, UnitContext context, TaskCompletionSource<UnitResult> ended)
    {
        var (steps, every) = (cluster.Options.TrainSteps, cluster.Options.CheckpointEvery);
        var to = Math.Min(steps, from + every);
        var work = cluster.Options.Durations.Train * ((double)(to - from) / steps);
        var computation = new Computation(life, work, allCores: true, cluster.Clock.Now, () =>
        {
            if (to == steps)
            {
                End(order, ended, () => ResultOf(order));
                return;
            }

            context.Advanced(to, steps, -1);
            context.Keep(CheckpointOf(order, to));
            Train(order, to, context, ended);
        });
        context.Stop.Register(() =>
        {
            if (life.Running.Contains(computation))
            {
                context.Keep(CheckpointOf(order, from + (int)(computation.Share * (to - from))));
                GiveBack(order, computation, ended, context);
            }
        });
        life.Node.Machine.Begin(computation);
    }

    private void GiveBack(WorkOrder order, Computation computation, TaskCompletionSource<UnitResult> ended, UnitContext context)
    {
        if (life.Gone || !life.Running.Contains(computation))
        {
            return;
        }

        life.Node.Machine.Stop(computation);
        cluster.Tally.Returned(order, life);
        ended.TrySetException(new OperationCanceledException(context.Stop));
    }

    private void End(WorkOrder order, TaskCompletionSource<UnitResult> ended, Func<UnitResult?> result)
    {
        cluster.Tally.Ended(order, life);
        if (result() is { } computed)
        {
            cluster.Invariants.OnComputed(order, life);
            ended.TrySetResult(computed);
        }
    }

    private bool Fail(WorkOrder order, TaskCompletionSource<UnitResult> ended)
    {
        if (order.Unit.Stage != Stage.Load || new RandomSource(SeedOf(order, "bad")).NextDouble() >= cluster.Options.BadFields)
        {
            return false;
        }

        cluster.Tally.Failed(order);
        ended.TrySetException(new ImageException($"{order.Unit.Field} cannot be read."));
        return true;
    }

    private double Spread(WorkOrder order, RandomSource random) => Math.Exp(cluster.Options.DurationSpread * (random.NextGaussian() + new RandomSource(SeedOf(order, "long")).NextGaussian()) / Math.Sqrt(2));

    private int Fields(WorkOrder order) => order.Unit.Stage == Stage.Mask ? cluster.Options.FieldsPerSample : cluster.Options.Fields;

    private ulong SeedOf(WorkOrder order, string purpose) => RandomSource.SeedFor(cluster.Options.Seed, $"{purpose} {order.Unit}");

    private static TrainingCheckpoint CheckpointOf(WorkOrder order, int step) => new(step, FileOf(order, string.Create(CultureInfo.InvariantCulture, $"checkpoints/x/{step}.ckpt")));

    private static UnitResult ResultOf(WorkOrder order) => order.Unit.Stage switch
    {
        Stage.Load => new([], new([new ChannelMoments(1, 2, 3)], Digest.OfTexts(order.Unit.Field), 0)),
        Stage.Train => new([FileOf(order, "checkpoints/x/best.ckpt"), FileOf(order, "checkpoints/x/last.ckpt"), FileOf(order, "checkpoints/x/losses.csv")]),
        _ => new([FileOf(order, order.Unit.ToString())]),
    };

    private static ArtifactRecord FileOf(WorkOrder order, string path) => new(path, Digest.OfTexts(order.Key.Hex, path), 10);
}
