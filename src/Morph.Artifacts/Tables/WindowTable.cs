using System.Collections.Immutable;

namespace Morph.Artifacts.Tables;

/// <summary>
/// All kept windows of a run, column by column: a million rows are a few arrays and no objects of their own.
/// </summary>
public sealed record WindowTable
{
    /// <summary>Number of windows n.</summary>
    public int Count => Cluster.Length;

    /// <summary>n samples.</summary>
    public required string[] Sample { get; init; }

    /// <summary>n fields.</summary>
    public required string[] Field { get; init; }

    /// <summary>Further columns of the image table, without the prefix "Metadata_": n values each, empty where a field has none.</summary>
    public required ImmutableSortedDictionary<string, string[]> Metadata { get; init; }

    /// <summary>n rows of top-left corners, in pixels.</summary>
    public required int[] Y { get; init; }

    /// <summary>n columns of top-left corners, in pixels.</summary>
    public required int[] X { get; init; }

    /// <summary>n shares of foreground pixels, 0 to 1.</summary>
    public required float[] ForegroundFraction { get; init; }

    /// <summary>n short digests of the model.</summary>
    public required string[] Model { get; init; }

    /// <summary>n sets: "train" or "test".</summary>
    public required string[] Set { get; init; }

    /// <summary>n probabilities of <see cref="Cluster"/> under the mixture, 0 to 1.</summary>
    public required float[] ClusterProbability { get; init; }

    /// <summary>n times 1 for a window that looks like nothing else in its set, else 0.</summary>
    public required int[] Outlier { get; init; }

    /// <summary>n distances from all other windows, in robust standard deviations of the set.</summary>
    public required float[] OutlierScore { get; init; }

    /// <summary>n x <see cref="Dimensions"/> features, row-major; empty when the table was read without them.</summary>
    public required float[] Features { get; init; }

    /// <summary>Number of features of a window.</summary>
    public required int Dimensions { get; init; }

    /// <summary>n first coordinates of the map.</summary>
    public required float[] Umap1 { get; init; }

    /// <summary>n second coordinates of the map.</summary>
    public required float[] Umap2 { get; init; }

    /// <summary>n clusters, from 0.</summary>
    public required int[] Cluster { get; init; }

    /// <summary>
    /// n distances to the nearest window of the run that these were assigned to, as multiples of what is usual there: above 1 a window is unlike
    /// anything in that run. Null for a run of its own.
    /// </summary>
    public float[]? Novelty { get; init; }

    /// <summary>Puts the kept windows of all fields, the map and the clusters side by side: each window wholly in its cluster, and none an outlier.</summary>
    /// <param name="fields">The kept windows of each field, in the order of the rows of <paramref name="map"/>.</param>
    /// <param name="map">Where they lie.</param>
    /// <param name="clusters">n clusters, from 0.</param>
    /// <exception cref="ArgumentException">The parts tell of different windows.</exception>
    public static WindowTable From(IReadOnlyList<FieldEmbeddings> fields, UmapTable map, int[] clusters)
    {
        var count = fields.Sum(f => f.Count);
        if (map.Count != count || clusters.Length != count)
        {
            throw new ArgumentException($"{count} windows, {map.Count} points and {clusters.Length} clusters do not tell of the same windows.", nameof(map));
        }

        var dimensions = fields.Count == 0 ? FieldEmbeddings.DefaultDimensions : fields[0].Dimensions;
        var features = new float[(long)count * dimensions];
        var row = 0;
        foreach (var field in fields)
        {
            CheckSameWindows(field, map, row);
            field.Vectors.CopyTo(features.AsSpan(row * dimensions));
            row += field.Count;
        }

        return new()
        {
            Sample = map.Sample,
            Field = map.Field,
            Metadata = fields.SelectMany(f => f.Metadata.Keys).Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(
                key => key, key => PerWindow(fields, f => f.Metadata.GetValueOrDefault(key, "")), StringComparer.Ordinal),
            Y = map.Y,
            X = map.X,
            ForegroundFraction = [.. fields.SelectMany(f => f.ForegroundFraction)],
            Model = PerWindow(fields, f => f.Model),
            Set = PerWindow(fields, f => f.Set),
            ClusterProbability = [.. Enumerable.Repeat(1f, count)],
            Outlier = new int[count],
            OutlierScore = new float[count],
            Features = features,
            Dimensions = dimensions,
            Umap1 = map.Umap1,
            Umap2 = map.Umap2,
            Cluster = clusters,
        };
    }

    private static void CheckSameWindows(FieldEmbeddings field, UmapTable map, int row)
    {
        field.CheckShape();
        for (var i = 0; i < field.Count; i++)
        {
            if (map.Field[row + i] != field.Field || map.Y[row + i] != field.Y[i] || map.X[row + i] != field.X[i])
            {
                throw new ArgumentException(
                    $"Row {row + i} of the map is window ({map.Y[row + i]}, {map.X[row + i]}) of field {map.Field[row + i]}, not ({field.Y[i]}, {field.X[i]}) of field {field.Field}.",
                    nameof(map));
            }
        }
    }

    private static string[] PerWindow(IReadOnlyList<FieldEmbeddings> fields, Func<FieldEmbeddings, string> value) =>
        [.. fields.SelectMany(f => Enumerable.Repeat(value(f), f.Count))];
}
