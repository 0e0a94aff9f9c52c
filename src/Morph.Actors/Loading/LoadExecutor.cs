using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Imaging.Fields;

namespace Morph.Actors.Loading;

/// <summary>Reads a field once: is it sound, what are its moments and its digest. Writes nothing; what it learns enters the ledger.</summary>
/// <param name="store">Where the files of runs are.</param>
public sealed class LoadExecutor(IRunStore store) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Load];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var sample = store.OpenSample(order.Run, order.Unit.Sample);
        return new([], FieldInspector.Inspect(new(sample.Images, sample.Settings.Load), sample.Field(order.Unit.Field)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
