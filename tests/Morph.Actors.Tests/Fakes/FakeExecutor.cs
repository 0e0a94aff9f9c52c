using System.Collections.Concurrent;
using System.Collections.Immutable;
using Morph.Actors.Working;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Fakes;

/// <summary>Computes units of every stage at once: the result depends on the order's key alone. Notes what it was asked.</summary>
internal sealed class FakeExecutor(ConcurrentQueue<UnitId> computed, Func<WorkOrder, UnitContext, UnitResult?>? instead = null) : IUnitExecutor
{
    public ImmutableArray<Stage> Stages => [.. StageNames.All];

    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        computed.Enqueue(order.Unit);
        return instead?.Invoke(order, context) ?? ResultOf(order);
    }

    public static UnitResult ResultOf(WorkOrder order)
    {
        ArtifactRecord File(string name) => new(name, Digest.OfTexts(order.Key.Hex, name), 10);
        return order.Unit.Stage switch
        {
            Stage.Load => new([], new([new ChannelMoments(1, 2, 3)], Digest.OfTexts(order.Unit.Field), 0)),
            Stage.Train => new([File("checkpoints/x/best.ckpt"), File("checkpoints/x/last.ckpt"), File("checkpoints/x/losses.csv")]),
            _ => new([File(order.Unit.ToString())]),
        };
    }

    public void Dispose()
    {
    }
}
