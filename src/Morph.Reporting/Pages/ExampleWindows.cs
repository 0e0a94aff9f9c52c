using Morph.Domain.Windows;

namespace Morph.Reporting.Pages;

/// <summary>
/// Chooses the windows that the page shows: of each cluster the most typical ones, in the middle of its island, and the most ambiguous ones, which
/// the mixture hardly tells from another cluster; and of all windows those that look like nothing else. As many different fields as there are;
/// windows of one field do not overlap.
/// </summary>
internal sealed class ExampleWindows
{
    /// <summary>Windows of a lower probability are called ambiguous.</summary>
    public const double Ambiguous = 0.9;

    private const int MostPictures = 480;
    private const int MostOutliers = 12;
    private readonly ReportModel _model;
    private readonly Dictionary<int, IReadOnlyList<int>> _typical = [];
    private readonly Dictionary<int, IReadOnlyList<int>> _ambiguous = [];

    /// <summary>Chooses.</summary>
    /// <param name="model">The page.</param>
    /// <param name="examplesPerCluster">Fields shown for each cluster: twice as many windows of each kind, fewer when the page would grow too heavy.</param>
    public ExampleWindows(ReportModel model, int examplesPerCluster)
    {
        _model = model;
        var count = Math.Min(2 * examplesPerCluster, MostPictures / (2 * Math.Max(1, model.Clusters.Count)));
        foreach (var cluster in model.Clusters)
        {
            var windows = model.WindowsOfCluster[cluster.Index];
            var (x, y) = (Median(windows, model.Windows.Umap1), Median(windows, model.Windows.Umap2));
            _typical[cluster.Index] = Spread(
                windows.Where(i => model.Windows.Outlier[i] == 0).OrderBy(i => Square(model.Windows.Umap1[i] - x) + Square(model.Windows.Umap2[i] - y)),
                count);
            _ambiguous[cluster.Index] = Spread(
                windows.Where(i => model.Windows.ClusterProbability[i] < Ambiguous).OrderBy(i => model.Windows.ClusterProbability[i]), count);
        }

        Outliers = Spread(
            Enumerable.Range(0, model.Windows.Count).Where(i => model.Windows.Outlier[i] > 0).OrderByDescending(i => model.Windows.OutlierScore[i]),
            examplesPerCluster == 0 ? 0 : MostOutliers);
        All = _typical.Values.Concat(_ambiguous.Values).SelectMany(w => w).Concat(Outliers)
            .Distinct()
            .ToLookup(i => model.Windows.Field[i], model.PositionOf, StringComparer.Ordinal);
    }

    /// <summary>The windows that look least like any other, the farthest first.</summary>
    public IReadOnlyList<int> Outliers { get; }

    /// <summary>All chosen windows by the name of their field.</summary>
    public ILookup<string, WindowPosition> All { get; }

    /// <summary>Windows in the middle of a cluster.</summary>
    public IReadOnlyList<int> TypicalOf(ClusterView cluster) => _typical[cluster.Index];

    /// <summary>Windows that hardly belong to a cluster rather than to another, the most ambiguous first; none where all are clear.</summary>
    public IReadOnlyList<int> AmbiguousOf(ClusterView cluster) => _ambiguous[cluster.Index];

    private IReadOnlyList<int> Spread(IEnumerable<int> ordered, int count)
    {
        int[] candidates = [.. ordered];
        var chosen = candidates.DistinctBy(i => _model.Windows.Field[i], StringComparer.Ordinal).Take(count).ToList();
        foreach (var candidate in candidates)
        {
            if (chosen.Count >= count)
            {
                break;
            }

            if (!chosen.Exists(other => Overlap(candidate, other)))
            {
                chosen.Add(candidate);
            }
        }

        return chosen;
    }

    private bool Overlap(int a, int b) => _model.Windows.Field[a] == _model.Windows.Field[b]
        && Math.Abs(_model.Windows.Y[a] - _model.Windows.Y[b]) < _model.WindowSide
        && Math.Abs(_model.Windows.X[a] - _model.Windows.X[b]) < _model.WindowSide;

    private static float Median(IEnumerable<int> windows, float[] values)
    {
        float[] sorted = [.. windows.Select(i => values[i]).Order()];
        return sorted[sorted.Length / 2];
    }

    private static float Square(float value) => value * value;
}
