using System.Collections;
using System.Collections.Immutable;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Domain.Work;

/// <summary>
/// Orders that nobody works on: a line per stage, in the order of the stages. Whoever asks finds the next order of a stage without looking at those of
/// others, however many wait. Immutable.
/// </summary>
public sealed class WaitingOrders : IReadOnlyCollection<WorkOrder>
{
    private readonly ImmutableSortedDictionary<Stage, Line> _lines;

    private WaitingOrders(ImmutableSortedDictionary<Stage, Line> lines) => _lines = lines;

    /// <summary>Nothing waits.</summary>
    public static WaitingOrders None { get; } = new(ImmutableSortedDictionary<Stage, Line>.Empty);

    /// <summary>Stages of which an order waits.</summary>
    public IEnumerable<Stage> Stages => _lines.Keys;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _lines.IsEmpty;

    /// <inheritdoc/>
    public int Count => _lines.Values.Sum(l => l.Count);

    /// <summary>Whether an order of this stage waits.</summary>
    public bool Has(Stage stage) => _lines.ContainsKey(stage);

    /// <summary>The waiting order of a unit with this key, or null.</summary>
    public WorkOrder? Find(UnitId unit, Digest key) =>
        _lines.TryGetValue(unit.Stage, out var line) ? line.Orders.FirstOrDefault(o => o.Unit == unit && o.Key == key) : null;

    /// <summary>With an order at the end of its stage's line.</summary>
    public WaitingOrders Add(WorkOrder order)
    {
        var line = LineOf(order.Unit.Stage);
        return With(order.Unit.Stage, line with { Fresh = line.Fresh.Enqueue(order), Count = line.Count + 1 });
    }

    /// <summary>With an order at the head of its stage's line.</summary>
    public WaitingOrders AddFirst(WorkOrder order)
    {
        var line = LineOf(order.Unit.Stage);
        return With(order.Unit.Stage, line with { Again = line.Again.Push(order), Count = line.Count + 1 });
    }

    /// <summary>Without the first order of a stage, of which one waits.</summary>
    public WaitingOrders TakeFirst(Stage stage, out WorkOrder order)
    {
        var line = _lines[stage];
        return line.Again.IsEmpty
            ? With(stage, line with { Fresh = line.Fresh.Dequeue(out order), Count = line.Count - 1 })
            : With(stage, line with { Again = line.Again.Pop(out order), Count = line.Count - 1 });
    }

    /// <summary>Without the order of a unit.</summary>
    public WaitingOrders Remove(UnitId unit) => Rebuilt(unit.Stage, orders => orders.Where(o => o.Unit != unit));

    /// <summary>With this order in the place of the unit's own, if that waits with the same key.</summary>
    public WaitingOrders Replace(WorkOrder order) =>
        Rebuilt(order.Unit.Stage, orders => orders.Select(o => o.Unit == order.Unit && o.Key == order.Key ? order : o));

    /// <inheritdoc/>
    public IEnumerator<WorkOrder> GetEnumerator() => _lines.Values.SelectMany(l => l.Orders).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Line LineOf(Stage stage) => _lines.GetValueOrDefault(stage, Line.Empty);

    private WaitingOrders With(Stage stage, Line line) => new(line.Count == 0 ? _lines.Remove(stage) : _lines.SetItem(stage, line));

    private WaitingOrders Rebuilt(Stage stage, Func<IEnumerable<WorkOrder>, IEnumerable<WorkOrder>> change)
    {
        if (!_lines.TryGetValue(stage, out var line))
        {
            return this;
        }

        var orders = change(line.Orders).ToList();
        return With(stage, new([], [.. orders], orders.Count));
    }

    /// <summary>The orders of one stage.</summary>
    /// <param name="Again">Handed out before: they come first.</param>
    /// <param name="Fresh">The others.</param>
    /// <param name="Count">All of them.</param>
    private sealed record Line(ImmutableStack<WorkOrder> Again, ImmutableQueue<WorkOrder> Fresh, int Count)
    {
        public static Line Empty { get; } = new([], [], 0);

        public IEnumerable<WorkOrder> Orders => Again.Concat(Fresh);
    }
}
