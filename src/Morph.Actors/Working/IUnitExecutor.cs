using System.Collections.Immutable;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Working;

/// <summary>
/// Computes units of some stages. Called on a thread of its own, one unit at a time; synchronous, because torch's state is per thread.
/// </summary>
public interface IUnitExecutor : IDisposable
{
    /// <summary>What it can do.</summary>
    ImmutableArray<Stage> Stages { get; }

    /// <summary>Computes a unit and writes its files.</summary>
    /// <exception cref="Domain.Errors.MorphException">An expected failure; its type says what it means for the run.</exception>
    /// <exception cref="OperationCanceledException">The unit was given back because <see cref="UnitContext.Stop"/> was asked for.</exception>
    UnitResult Execute(WorkOrder order, UnitContext context);

    /// <summary>Has a unit computed on a thread of its own. What needs no thread, such as compute that is only simulated, says so by another answer.</summary>
    Task<UnitResult> ExecuteAsync(WorkOrder order, UnitContext context) =>
        Task.Factory.StartNew(() => Execute(order, context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>What an executor may do besides computing.</summary>
/// <param name="stop">Set when the unit should be given back soon.</param>
/// <param name="advanced">Takes (steps done, steps in all, loss).</param>
/// <param name="keep">Takes a checkpoint that is on disk.</param>
public sealed class UnitContext(CancellationToken stop, Action<int, int, double> advanced, Action<TrainingCheckpoint> keep)
{
    private int _keptStep = -1;

    /// <summary>Set when the unit should be given back soon, with a checkpoint where the work has one.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>How long a unit of load, mask or embed may take.</summary>
    public TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Tells the run in words how far a unit is that is a stage by itself.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>The last step whose checkpoint is in the ledger; -1 before the first. Files of earlier steps may go.</summary>
    public int KeptStep
    {
        get => Volatile.Read(ref _keptStep);
        set => Volatile.Write(ref _keptStep, value);
    }

    /// <summary>Tells the run how far a training is.</summary>
    public void Advanced(int step, int total, double loss) => advanced(step, total, loss);

    /// <summary>Asks the run to keep a checkpoint in the ledger.</summary>
    public void Keep(TrainingCheckpoint checkpoint) => keep(checkpoint);
}
