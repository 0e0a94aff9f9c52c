using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>
/// Gives each cluster the colour of the sample that most of its windows come from, largest clusters first; a cluster whose sample's colour is
/// gone takes a free one. Where clusters are samples, the two maps then look alike.
/// </summary>
internal static class ClusterMarks
{
    /// <summary>One mark per cluster.</summary>
    /// <param name="counts">Windows by sample (rows) and cluster (columns).</param>
    public static IReadOnlyList<Mark> Assign(int[,] counts)
    {
        var (samples, clusters) = (counts.GetLength(0), counts.GetLength(1));
        var colours = new int?[clusters];
        var taken = new HashSet<int>();
        foreach (var cluster in Enumerable.Range(0, clusters).OrderByDescending(c => Column(c).Max()).ThenBy(c => c))
        {
            var column = Column(cluster);
            var sample = Array.IndexOf(column, column.Max());
            if (taken.Add(sample))
            {
                colours[cluster] = sample;
            }
        }

        for (var cluster = 0; cluster < clusters; cluster++)
        {
            colours[cluster] ??= Enumerable.Range(0, samples + clusters).First(taken.Add);
        }

        return [.. colours.Select(c => Palette.Mark(c!.Value))];

        int[] Column(int cluster) => [.. Enumerable.Range(0, samples).Select(s => counts[s, cluster])];
    }
}
