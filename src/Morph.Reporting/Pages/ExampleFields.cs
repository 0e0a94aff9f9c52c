using Morph.Artifacts.Tables;

namespace Morph.Reporting.Pages;

/// <summary>A field that stands for a cluster.</summary>
/// <param name="Field">The field.</param>
/// <param name="Share">Share of its windows in that cluster, which need not be its main one.</param>
internal sealed record ExampleField(FieldRow Field, double Share);

/// <summary>
/// Chooses the fields that stand for a cluster: of those whose main cluster it is (of all, where it is nobody's), the ones with the highest share
/// of their windows in it; of equals, those whose windows lie nearest to the middle of the cluster on the map.
/// </summary>
internal sealed class ExampleFields
{
    private const int MostPictures = 240;
    private readonly Dictionary<int, IReadOnlyList<ExampleField>> _byCluster = [];

    /// <summary>Chooses for all clusters.</summary>
    /// <param name="model">The page.</param>
    /// <param name="perCluster">Fields wanted for each; fewer when the page would grow too heavy, but never none.</param>
    public ExampleFields(ReportModel model, int perCluster)
    {
        var affordable = Math.Max(1, MostPictures / Math.Max(1, model.Clusters.Count));
        var ofField = Middles(model.Windows, model.Windows.Field);
        var ofCluster = Middles(model.Windows, model.ClusterOfWindow);
        var shares = Shares(model);
        foreach (var cluster in model.Clusters)
        {
            var middle = ofCluster[cluster.Index];
            var candidates = shares[cluster.Index];
            _byCluster[cluster.Number] =
            [
                .. candidates.Where(f => cluster.Fields.Count == 0 || f.Field.Cluster == cluster.Number)
                    .OrderByDescending(f => f.Share)
                    .ThenBy(f => Distance(middle, ofField[f.Field.Field]))
                    .ThenBy(f => f.Field.Field, StringComparer.Ordinal)
                    .Take(Math.Min(perCluster, affordable)),
            ];
        }

        var pictures = _byCluster.Values.Sum(fields => fields.Count);
        ThumbnailSide = pictures switch { <= 60 => 512, <= 150 => 320, _ => 200 };
    }

    /// <summary>Names of all examples.</summary>
    public IReadOnlySet<string> Names => _byCluster.Values.SelectMany(fields => fields).Select(f => f.Field.Field).ToHashSet(StringComparer.Ordinal);

    /// <summary>Longest side of their pictures inside the page, smaller the more there are.</summary>
    public int ThumbnailSide { get; }

    /// <summary>The examples of a cluster, most typical first.</summary>
    public IReadOnlyList<ExampleField> Of(ClusterView cluster) => _byCluster[cluster.Number];

    // By index of the cluster: every field with windows there.
    private static ILookup<int, ExampleField> Shares(ReportModel model)
    {
        var rows = model.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);
        return Enumerable.Range(0, model.Windows.Count)
            .CountBy(i => (Cluster: model.ClusterOfWindow[i], Field: model.Windows.Field[i]))
            .ToLookup(c => c.Key.Cluster, c => new ExampleField(rows[c.Key.Field], (double)c.Value / rows[c.Key.Field].Windows));
    }

    private static Dictionary<T, (double X, double Y)> Middles<T>(WindowTable windows, T[] groupOf)
        where T : notnull
    {
        var sums = new Dictionary<T, (double X, double Y, int Count)>();
        for (var i = 0; i < windows.Count; i++)
        {
            var (x, y, count) = sums.GetValueOrDefault(groupOf[i]);
            sums[groupOf[i]] = (x + windows.Umap1[i], y + windows.Umap2[i], count + 1);
        }

        return sums.ToDictionary(s => s.Key, s => (s.Value.X / s.Value.Count, s.Value.Y / s.Value.Count));
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
}
