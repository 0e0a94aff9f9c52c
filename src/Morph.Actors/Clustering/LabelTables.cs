using Morph.Actors.Running;
using Morph.Analysis.Labels;
using Morph.Artifacts.Tables;
using Morph.Domain.Pixels;
using Morph.Domain.Windows;

namespace Morph.Actors.Clustering;

/// <summary>
/// The labels of fields and samples: the cluster of most of their windows, the next one, and whether the first has a clear majority. Windows of one
/// field overlap and are counted for what they are worth; fields are taken as independent of each other.
/// </summary>
public sealed class LabelTables
{
    private readonly WindowTable _table;
    private readonly WindowMemberships _memberships;
    private readonly double[] _effective;

    /// <summary>Labels the fields.</summary>
    /// <param name="run">What the run analyses.</param>
    /// <param name="kept">The kept windows of each field, in the order of the rows of <paramref name="table"/>.</param>
    /// <param name="table">The windows with their clusters.</param>
    /// <param name="memberships">The probabilities of the clusters.</param>
    /// <param name="masks">Reads the masks.</param>
    public LabelTables(RunDefinition run, IReadOnlyList<FieldEmbeddings> kept, WindowTable table, WindowMemberships memberships, IFieldSource masks)
    {
        (_table, _memberships) = (table, memberships);
        var side = new WindowContext(run.Settings.Embed.Context).Spread(run.Settings.Train.Window);
        _effective = [.. kept.Select(f => EffectiveWindows.Count(f.Y, f.X, side))];
        var rows = new List<FieldRow>();
        var first = 0;
        foreach (var (field, at) in kept.Select((f, i) => (f, i)))
        {
            var windows = first..(first + field.Count);
            var label = GroupLabel.Of(table.Cluster[windows], memberships.OfFields[at], _effective[at]);
            var foreground = masks.ReadMask(run.Field(field.Sample, field.Field)).ForegroundFraction;
            rows.Add(new(
                field.Sample, field.Field, field.Metadata, field.Set, field.Count, foreground,
                label.Label, label.Share, label.Second, label.SecondShare, label.Certain, table.Outlier[windows].Sum(),
                table.Novelty?[windows].Average(n => n > 1 ? 1.0 : 0)));
            first += field.Count;
        }

        Fields = rows;
    }

    /// <summary>One row per field.</summary>
    public IReadOnlyList<FieldRow> Fields { get; }

    /// <summary>One row per sample.</summary>
    public IReadOnlyList<SampleRow> Samples()
    {
        var clusters = Enumerable.Range(0, _table.Count).ToLookup(i => _table.Sample[i], i => _table.Cluster[i]);
        return [.. Enumerable.Range(0, Fields.Count).GroupBy(i => Fields[i].Sample).Select(sample =>
        {
            var rows = sample.Select(i => Fields[i]).ToArray();
            double[] weights = [.. _memberships.OfFields[0].Select((_, k) => sample.Sum(i => _memberships.OfFields[i][k]))];
            var label = GroupLabel.Of([.. clusters[sample.Key]], weights, sample.Sum(i => _effective[i]));
            return new SampleRow(
                sample.Key, rows[0].Set, rows.Length, rows.Sum(f => f.Windows), rows.Average(f => f.ForegroundFraction),
                label.Label, label.Share, label.Second, label.SecondShare, label.Certain,
                _table.Novelty is null ? null : rows.Sum(f => f.NovelShare * f.Windows) / rows.Sum(f => f.Windows));
        })];
    }
}
