using Morph.Artifacts.Tables;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>One map of the page, and the picture beside it.</summary>
/// <param name="Id">Name of the picture without its extension: "scatter-train-sample".</param>
/// <param name="Title">What is coloured.</param>
/// <param name="Groups">Groups with points, all of them.</param>
/// <param name="Backdrop">Points behind them.</param>
internal sealed record MapPanel(string Id, string Title, IReadOnlyList<ScatterGroup> Groups, IReadOnlyList<Point> Backdrop);

/// <summary>The maps of training and held-out samples, each coloured by sample and by cluster.</summary>
internal sealed class MapPanels
{
    private const int MostPointsOnPage = 40_000;
    private readonly ReportModel _model;
    private readonly MapBounds _bounds;

    /// <summary>Prepares the maps.</summary>
    public MapPanels(ReportModel model)
    {
        _model = model;
        _bounds = MapBounds.Of([.. model.Windows.Umap1, .. model.Adopted?.Umap1 ?? []], [.. model.Windows.Umap2, .. model.Adopted?.Umap2 ?? []]);
        Thinning = Math.Max(1, (Math.Max(model.Windows.Count, model.Adopted?.Count ?? 0) + MostPointsOnPage - 1) / MostPointsOnPage);
    }

    /// <summary>The page shows every so many-th window; the pictures show all.</summary>
    public int Thinning { get; }

    /// <summary>The sets that have windows, in order, with their name for people.</summary>
    public IReadOnlyList<(string Set, string Name)> Sets =>
        [.. new[] { (FieldEmbeddings.TrainSet, "Training samples"), (FieldEmbeddings.TestSet, _model.Adopted is null ? "Held-out samples" : "Assigned samples") }
            .Where(set => _model.Windows.Set.Contains(set.Item1))];

    /// <summary>The two maps of a set.</summary>
    public IReadOnlyList<MapPanel> Of(string set, bool thinned)
    {
        int[] rows = [.. Rows(_model.Windows.Count, thinned).Where(i => _model.Windows.Set[i] == set)];
        Point[] others = set != FieldEmbeddings.TestSet ? []
            : _model.Adopted is { } adopted ? [.. Rows(adopted.Count, thinned).Select(i => new Point(adopted.Umap1[i], adopted.Umap2[i]))]
            : [.. Rows(_model.Windows.Count, thinned).Where(i => _model.Windows.Set[i] != set).Select(At)];
        return
        [
            new($"scatter-{set}-sample", "by sample", Groups(rows, _model.SampleOfWindow, i => (_model.Samples[i].Row.Sample, _model.Samples[i].Mark)), others),
            new($"scatter-{set}-cluster", "by cluster", Groups(rows, _model.ClusterOfWindow, i => (_model.Clusters[i].Name, _model.Clusters[i].Mark)), others),
        ];
    }

    /// <summary>The figure of a map.</summary>
    public ScatterFigure Figure(MapPanel panel) => new(_bounds, panel.Groups, panel.Backdrop, _model.Windows.Count);

    private ScatterGroup[] Groups(int[] rows, int[] groupOf, Func<int, (string Name, Mark Mark)> group) =>
        [.. rows.GroupBy(i => groupOf[i]).OrderBy(g => g.Key).Select(g =>
        {
            var (name, mark) = group(g.Key);
            return new ScatterGroup(g.Key, name, mark, [.. g.Select(At)]);
        })];

    private IEnumerable<int> Rows(int count, bool thinned)
    {
        for (var i = 0; i < count; i += thinned ? Thinning : 1)
        {
            yield return i;
        }
    }

    private Point At(int row) => new(_model.Windows.Umap1[row], _model.Windows.Umap2[row]);
}
