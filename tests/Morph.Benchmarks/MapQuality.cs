using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Analysis;
using Morph.Analysis.Metrics;
using Morph.Analysis.Umap;
using Morph.Artifacts.Tables;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks;

/// <summary>Quality of maps of the kept windows of a run, Morph beside umap-learn, each the mean of five seeds: trustworthiness (k = 15) and accuracy of the samples' labels.</summary>
internal static class MapQuality
{
    private const int Seeds = 5;
    private const int Neighbors = 15;

    /// <summary>Measures and prints a row for each.</summary>
    /// <param name="output">Where the rows go.</param>
    /// <param name="run">Directory of a finished run.</param>
    public static void Run(TextWriter output, string run)
    {
        var table = WindowFile.Read(Path.Combine(run, "clusters", "windows.parquet"));
        var points = new Points(table.Features, table.Dimensions);
        var names = table.Sample.Distinct().Order(StringComparer.Ordinal).ToList();
        int[] labels = [.. table.Sample.Select(s => names.IndexOf(s))];
        Points[] maps = [.. Enumerable.Range(1, Seeds).Select(seed => new Points(UmapModel.Fit(points, new(), new RandomSource((ulong)seed)).Embedding, 2))];
        output.WriteLine($"{points.Count} windows of {names.Count} samples, mean of {Seeds} seeds");
        Print(output, "Morph", maps.Average(m => Trustworthiness.Score(points, m, Neighbors)), maps.Average(m => NeighborLabelAccuracy.CrossValidated(m, labels)));
        var (pointsFile, labelsFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            File.WriteAllBytes(pointsFile, MemoryMarshal.AsBytes(table.Features.AsSpan()));
            File.WriteAllBytes(labelsFile, MemoryMarshal.AsBytes(labels.AsSpan()));
            var (answer, reason) = Peer.Ask("umap_quality_peer.py", pointsFile, table.Dimensions.ToString(CultureInfo.InvariantCulture), labelsFile);
            if (answer is { } peer)
            {
                Print(output, "umap-learn", peer.GetProperty("trustworthiness").GetDouble(), peer.GetProperty("quality").GetDouble());
            }
            else
            {
                output.WriteLine($"umap-learn not measured: {reason}");
            }
        }
        finally
        {
            File.Delete(pointsFile);
            File.Delete(labelsFile);
        }
    }

    private static void Print(TextWriter output, string who, double trustworthiness, double accuracy) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who,-12} trustworthiness {trustworthiness:F4}   label accuracy {accuracy:F4}"));
}
