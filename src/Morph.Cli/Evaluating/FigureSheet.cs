using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;

namespace Morph.Cli.Evaluating;

/// <summary>Collects figures with their intervals. A figure is a function of how often each resampled unit counts; its value is the one in which each counts once.</summary>
/// <param name="fields">Resamples of fields.</param>
/// <param name="samples">Resamples of samples.</param>
internal sealed class FigureSheet(Bootstrap fields, Bootstrap samples)
{
    private readonly List<(FigureRow Row, double[] Replicates)> _rows = [];
    private readonly List<AbsentFigure> _absent = [];

    /// <summary>Figures that cannot be had, in the order of tables.</summary>
    public IEnumerable<AbsentFigure> Absent => Ordered(_absent, a => a.Figure);

    /// <summary>Adds a figure whose interval comes from resampled fields.</summary>
    /// <param name="kind">The figure.</param>
    /// <param name="representation">Name of the representation.</param>
    /// <param name="count">How many windows, fields or pairs were asked.</param>
    /// <param name="figure">The figure, given how often each field counts.</param>
    public void AddOverFields(FigureKind kind, string representation, int count, Func<int[], double> figure) => Add(kind, representation, count, figure, fields, "fields");

    /// <summary>Adds a figure whose interval comes from resampled samples.</summary>
    /// <param name="kind">The figure.</param>
    /// <param name="representation">Name of the representation.</param>
    /// <param name="count">How many samples were asked.</param>
    /// <param name="figure">The figure, given how often each sample counts.</param>
    public void AddOverSamples(FigureKind kind, string representation, int count, Func<int[], double> figure) => Add(kind, representation, count, figure, samples, "samples");

    /// <summary>Adds a figure without an interval.</summary>
    public void AddPlain(FigureKind kind, string representation, int count, double value) =>
        _rows.Add((new(kind.Name, kind.Level, representation, Finite(value), null, null, null, null, count, ""), []));

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
        var own = _rows.Where(r => r.Row.Representation == representations[0]).ToDictionary(r => r.Row.Figure, r => r.Replicates);
        return Ordered(_rows, r => r.Row.Figure).Select(row =>
        {
            var lead = own.GetValueOrDefault(row.Row.Figure);
            if (lead is not { Length: > 0 } || row.Replicates.Length == 0 || row.Row.Representation == representations[0])
            {
                return row.Row;
            }

            var (low, high) = Bootstrap.Middle(lead.Zip(row.Replicates, (a, b) => a - b));
            return row.Row with { AheadLow = Finite(low), AheadHigh = Finite(high) };
        });
    }

    private void Add(FigureKind kind, string representation, int count, Func<int[], double> figure, Bootstrap bootstrap, string resampled)
    {
        var replicates = bootstrap.Replicates(figure);
        var (low, high) = Bootstrap.Middle(replicates);
        var once = new int[bootstrap.Units];
        Array.Fill(once, 1);
        _rows.Add((new(kind.Name, kind.Level, representation, Finite(figure(once)), Finite(low), Finite(high), null, null, count, resampled), replicates));
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> items, Func<T, string> figure)
    {
        var order = FigureKind.All.Select((f, at) => (f.Name, at)).ToDictionary(f => f.Name, f => f.at);
        return items.OrderBy(item => order[figure(item)]);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
