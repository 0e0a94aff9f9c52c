using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Collects figures with their intervals. A figure is a function of how often each resampled unit counts; its value is the one in which each counts once.</summary>
internal sealed class FigureSheet
{
    /// <summary>No figure is above 1, but a jackknife does not know that.</summary>
    private const double Largest = 1;

    private readonly List<Entry> _entries = [];
    private readonly List<AbsentFigure> _absent = [];

    /// <summary>Figures that no representation has, in the order of tables; shuffled labels may lack one that the true ones allow.</summary>
    public IEnumerable<AbsentFigure> Absent => Ordered(_absent.Where(a => _entries.All(e => e.Row.Figure != a.Figure)), a => a.Figure);

    /// <summary>Adds a figure with its interval.</summary>
    /// <param name="kind">The figure.</param>
    /// <param name="representation">Name of the representation.</param>
    /// <param name="count">How many windows, fields, samples or pairs were asked.</param>
    /// <param name="over">Resamples; those of one figure are the same for all representations.</param>
    /// <param name="figure">The figure, given how often each unit counts.</param>
    public void Add(FigureKind kind, string representation, int count, IResamples over, Func<int[], double> figure)
    {
        var once = new int[over.Units];
        Array.Fill(once, 1);
        var (value, replicates) = (figure(once), over.Replicates(figure));
        var (low, high) = over.Around(value, replicates);
        var resampled = kind.Level == FigureKind.Sample ? "samples" : "fields";
        _entries.Add(new(new(kind.Name, kind.Level, representation, Finite(value), Finite(low), Finite(Math.Min(high, Largest)), null, null, count, resampled), value, replicates, over));
    }

    /// <summary>Adds a figure without an interval.</summary>
    public void AddPlain(FigureKind kind, string representation, int count, double value) =>
        _entries.Add(new(new(kind.Name, kind.Level, representation, Finite(value), null, null, null, null, count, ""), value, [], null));

    /// <summary>Says why a figure cannot be had; once for all representations.</summary>
    public void AddAbsent(FigureKind kind, string reason)
    {
        if (_absent.All(a => a.Figure != kind.Name))
        {
            _absent.Add(new(kind.Name, reason));
        }
    }

    /// <summary>All rows in the order of tables, each with the interval of the first representation's lead.</summary>
    /// <param name="representations">Names in order; the first is the one whose lead is told.</param>
    public IEnumerable<FigureRow> Rows(IReadOnlyList<string> representations)
    {
        var own = _entries.Where(e => e.Row.Representation == representations[0]).ToDictionary(e => e.Row.Figure);
        return Ordered(_entries, e => e.Row.Figure).Select(entry =>
        {
            var lead = own.GetValueOrDefault(entry.Row.Figure);
            if (lead is null || entry.Over is null || ReferenceEquals(lead, entry))
            {
                return entry.Row;
            }

            var (low, high) = entry.Over.Around(lead.Value - entry.Value, [.. lead.Replicates.Zip(entry.Replicates, (a, b) => a - b)]);
            return entry.Row with { AheadLow = Finite(low), AheadHigh = Finite(high) };
        });
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> items, Func<T, string> figure)
    {
        var order = FigureKind.All.Select((f, at) => (f.Name, at)).ToDictionary(f => f.Name, f => f.at);
        return items.OrderBy(item => order[figure(item)]);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private sealed record Entry(FigureRow Row, double Value, double[] Replicates, IResamples? Over);
}
