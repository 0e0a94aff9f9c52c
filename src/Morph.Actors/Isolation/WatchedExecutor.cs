using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Isolation;

/// <summary>
/// Watches over the executor of a stage that reads images, so that one image cannot take the run with it. A unit is marked while it is at work;
/// one whose mark was left behind is suspect and is computed in a process of its own, where its death can be blamed on nothing else.
/// A unit that does not end within its limit counts as failed; its thread cannot be ended and is left behind.
/// </summary>
/// <param name="make">Makes the executor; again after one was left behind.</param>
/// <param name="store">Where the files of runs are, for the names of a field's files.</param>
/// <param name="isolation">Computes suspects.</param>
public sealed class WatchedExecutor(Func<IUnitExecutor> make, IRunStore store, IUnitIsolation isolation) : IUnitExecutor
{
    private IUnitExecutor _inner = make();

    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => _inner.Stages;

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var mark = new UnitMark(new RunDirectory(order.Run.Directory), order.Unit, order.Key);
        return mark.Set() ? ExecuteHere(order, context, mark) : ExecuteApart(order, context, mark);
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private UnitResult ExecuteHere(WorkOrder order, UnitContext context, UnitMark mark)
    {
        var inner = _inner;
        var work = Task.Factory.StartNew(() => inner.Execute(order, context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(context.Limit))
        {
            _inner = make();
            throw new ImageException($"{NameOf(order)}: {TooLong(context.Limit)}");
        }

        try
        {
            var result = work.GetAwaiter().GetResult();
            mark.Clear();
            return result;
        }
        catch (Exception e) when (e is MorphException or OperationCanceledException)
        {
            mark.Clear();
            throw;
        }
    }

    private UnitResult ExecuteApart(WorkOrder order, UnitContext context, UnitMark mark)
    {
        var end = isolation.Execute(order, context);
        if (end.Foreseen)
        {
            mark.Clear();
        }

        return end.Result ?? throw (end.Kind, end.Foreseen) switch
        {
            (FailureKind.Run, _) => new StageException(end.Reason),
            (_, true) => new ImageException(end.Reason),
            _ => new ImageException($"{NameOf(order)}: {end.Reason}"),
        };
    }

    /// <summary>What is said of a unit that took longer than it may.</summary>
    internal static string TooLong(TimeSpan limit) =>
        FormattableString.Invariant($"not done after {limit.TotalSeconds:0.#} s, the limit of morph.work.unit-limit; raise it if the image only is large");

    private string NameOf(WorkOrder order)
    {
        var (unit, run) = (order.Unit, store.Open(order.Run));
        return unit.Field.Length == 0
            ? $"sample {unit.Sample}"
            : $"field {unit.Field} ({string.Join(", ", run.Field(unit.Sample, unit.Field).Planes.Select(p => p.Path).Distinct())} in {run.Manifest.Root})";
    }
}
