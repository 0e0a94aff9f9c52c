using Morph.Analysis;
using Morph.Artifacts.Tables;
using Morph.Cli.Configuration;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Domain.Windows;

namespace Morph.Cli.Evaluating;

/// <summary>A field that is evaluated.</summary>
/// <param name="Sample">Its sample.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">Number of its label.</param>
/// <param name="Batch">Number of its batch; 0 where no batches were named.</param>
internal sealed record LabelledField(string Sample, string Name, int Label, int Batch);

/// <summary>The kept windows of a run whose fields have a label, with their embedding.</summary>
internal sealed class LabelledWindows
{
    /// <summary>Comparing all windows with each other takes time with their square: of more, every n-th of each field is taken.</summary>
    public const int MostWindows = 20_000;

    private readonly WindowTable _table;
    private readonly int[] _rows;

    private LabelledWindows(WindowTable table, LabelColumn by, LabelColumn? batch)
    {
        (_table, Column, Batch) = (table, by.Name, batch?.Name);
        int[] labelled = [.. Enumerable.Range(0, table.Count).Where(i => by.Values[i].Length > 0)];
        var step = Math.Max(1, (labelled.Length + MostWindows - 1) / MostWindows);
        _rows = [.. labelled.GroupBy(i => (table.Sample[i], table.Field[i])).SelectMany(f => f.Where((_, at) => at % step == 0))];
        Labels = Names(by);
        Batches = batch is null ? [] : Names(batch);
        var fields = _rows.GroupBy(i => (table.Sample[i], table.Field[i])).ToList();
        Fields = [.. fields.Select(f => new LabelledField(
            f.Key.Item1, f.Key.Item2, Array.IndexOf(Labels, by.Values[f.First()]), batch is null ? 0 : Array.IndexOf(Batches, batch.Values[f.First()])))];
        FieldOf = [.. fields.SelectMany((f, number) => f.Select(_ => number))];
        Cluster = [.. _rows.Select(i => table.Cluster[i])];
        Embedding = new Points(table.Features, table.Dimensions).Rows(_rows);
        string[] Names(LabelColumn column) => [.. _rows.Select(i => column.Values[i]).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The column with the labels.</summary>
    public string Column { get; }

    /// <summary>The column with the batches; null where none was named.</summary>
    public string? Batch { get; }

    /// <summary>Labels in ordinal order.</summary>
    public string[] Labels { get; }

    /// <summary>Batches in ordinal order; none where no batches were named.</summary>
    public string[] Batches { get; }

    /// <summary>The fields, in the order of their windows.</summary>
    public LabelledField[] Fields { get; }

    /// <summary>The field of each of the n windows; those of a field stand together.</summary>
    public int[] FieldOf { get; }

    /// <summary>The run's cluster of each window.</summary>
    public int[] Cluster { get; }

    /// <summary>The run's embedding of each window.</summary>
    public Points Embedding { get; }

    /// <summary>Number of windows n.</summary>
    public int Count => FieldOf.Length;

    /// <summary>Kept windows of the run that are not evaluated.</summary>
    public int LeftOut => _table.Count - Count;

    /// <summary>Short digest of the model.</summary>
    public string Model => _table.Model[_rows[0]];

    /// <summary>Samples, each in as many parts as it has labels (one, nearly always): what matching asks.</summary>
    public IReadOnlyList<(string Sample, int Label)> Units => [.. Fields.Select(f => (f.Sample, f.Label)).Distinct()];

    /// <summary>Takes the windows that have a label.</summary>
    /// <param name="table">The kept windows of a run.</param>
    /// <param name="order">What is asked for.</param>
    /// <exception cref="ConfigurationException">A column or value is not there, or there is nothing to compare; the message says which and what to do.</exception>
    public static LabelledWindows Of(WindowTable table, EvaluationOrder order)
    {
        var by = LabelColumn.Find(table, order.By, "--by");
        var batch = order.Batch is { } asked ? LabelColumn.Find(table, asked, "--batch") : null;
        if (by.Values.All(v => v.Length == 0))
        {
            throw new ConfigurationException($"--by {order.By}: no field has a value in the column {by.Name}.");
        }

        if (batch is not null && Enumerable.Range(0, table.Count).FirstOrDefault(i => by.Values[i].Length > 0 && batch.Values[i].Length == 0, -1) is >= 0 and var without)
        {
            throw new ConfigurationException(
                $"--batch {order.Batch}: field {table.Field[without]} of sample {table.Sample[without]} has no value in the column {batch.Name}; give each field one, or leave --batch out.");
        }

        var windows = new LabelledWindows(table, by, batch);
        if (windows.Labels.Length < 2)
        {
            throw new ConfigurationException(
                $"--by {order.By}: every field has the label '{windows.Labels[0]}', so there is nothing to tell apart; name a column with two values or more.");
        }

        if (windows.Batch is not null && windows.Batches.Length < 2)
        {
            throw new ConfigurationException($"--batch {order.Batch}: every field is of the batch '{windows.Batches[0]}'; leave --batch out.");
        }

        return order.Control is null || windows.Labels.Contains(order.Control) ? windows : throw NoControl(windows, order.Control);
    }

    /// <summary>Where the windows of a field lie.</summary>
    public IReadOnlyList<WindowPosition> PositionsOf(int field) =>
        [.. Enumerable.Range(0, Count).Where(i => FieldOf[i] == field).Select(i => new WindowPosition(_table.Y[_rows[i]], _table.X[_rows[i]]))];

    /// <summary>Numbers of the windows, each blended with those of the evaluated windows around it, as the embedding is.</summary>
    public Points InContext(Points points, WindowContext context)
    {
        var blended = new List<float>(points.Values.Length);
        for (int field = 0, first = 0; field < Fields.Length; field++)
        {
            var positions = PositionsOf(field);
            float[] foreground = [.. _rows.Skip(first).Take(positions.Count).Select(i => _table.ForegroundFraction[i])];
            float[] rows = [.. points.Values.Span.Slice(first * points.Dimensions, positions.Count * points.Dimensions)];
            blended.AddRange(context.Blend(positions, foreground, rows));
            first += positions.Count;
        }

        return new(blended.ToArray(), points.Dimensions);
    }

    /// <summary>The same figure of each window for its field.</summary>
    public int[] PerWindow(IReadOnlyList<int> ofField) => [.. FieldOf.Select(f => ofField[f])];

    private static ConfigurationException NoControl(LabelledWindows windows, string control)
    {
        const int Shown = 12;
        var others = windows.Labels.Length > Shown ? $", and {ProgressText.Count(windows.Labels.Length - Shown)} more" : "";
        return new(
            $"--control {control}: no field has '{control}' in the column {windows.Column}"
            + $"{(NearestName.Of(control, windows.Labels) is { } nearest ? $"; did you mean '{nearest}'?" : ".")} There are {string.Join(", ", windows.Labels.Take(Shown))}{others}.");
    }
}
