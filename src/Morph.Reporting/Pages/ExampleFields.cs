using Morph.Artifacts.Tables;

namespace Morph.Reporting.Pages;

/// <summary>
/// Chooses the fields that stand for a cluster: those with the highest share of their windows in it; of equals, those whose windows lie nearest
/// to the middle of the cluster on the map.
/// </summary>
internal sealed class ExampleFields
{
    private const int MostPictures = 240;
    private readonly Dictionary<int, IReadOnlyList<FieldRow>> _byCluster = [];

    /// <summary>Chooses for all clusters.</summary>
    /// <param name="model">The page.</param>
    /// <param name="perCluster">Fields wanted for each; fewer when the page would grow too heavy, but never none.</param>
    public ExampleFields(ReportModel model, int perCluster)
    {
        var affordable = Math.Max(1, MostPictures / Math.Max(1, model.Clusters.Count));
        var windowsOf = Enumerable.Range(0, model.Windows.Count)
            .GroupBy(i => model.Windows.Field[i], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        foreach (var cluster in model.Clusters)
        {
            var middle = Middle(model.Windows, Enumerable.Range(0, model.Windows.Count).Where(i => model.ClusterOfWindow[i] == cluster.Index));
            _byCluster[cluster.Number] =
            [
                .. cluster.Fields
                    .OrderByDescending(f => f.Share)
                    .ThenBy(f => Distance(middle, Middle(model.Windows, windowsOf.GetValueOrDefault(f.Field, []))))
                    .ThenBy(f => f.Field, StringComparer.Ordinal)
                    .Take(Math.Min(perCluster, affordable)),
            ];
        }

        var pictures = _byCluster.Values.Sum(fields => fields.Count);
        ThumbnailSide = pictures switch { <= 60 => 512, <= 150 => 320, _ => 200 };
    }

    /// <summary>Names of all examples.</summary>
    public IReadOnlySet<string> Names => _byCluster.Values.SelectMany(fields => fields).Select(f => f.Field).ToHashSet(StringComparer.Ordinal);

    /// <summary>Longest side of their pictures inside the page, smaller the more there are.</summary>
    public int ThumbnailSide { get; }

    /// <summary>The examples of a cluster, most typical first.</summary>
    public IReadOnlyList<FieldRow> Of(ClusterView cluster) => _byCluster[cluster.Number];

    private static (double X, double Y) Middle(WindowTable windows, IEnumerable<int> rows)
    {
        var (x, y, count) = (0.0, 0.0, 0);
        foreach (var row in rows)
        {
            (x, y, count) = (x + windows.Umap1[row], y + windows.Umap2[row], count + 1);
        }

        return count == 0 ? (0, 0) : (x / count, y / count);
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
}
