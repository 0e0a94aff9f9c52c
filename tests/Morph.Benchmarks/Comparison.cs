using System.Globalization;
using Morph.Benchmarks.Analysis;
using Morph.Benchmarks.Learning;
using Morph.Domain.Settings;
using Morph.Learning.Runtime;

namespace Morph.Benchmarks;

/// <summary>
/// Morph beside its peers, PyTorch, scikit-learn and umap-learn: the same data and shapes, peer and Morph in turn, so that a busy
/// machine slows both.
/// </summary>
internal static class Comparison
{
    /// <summary>Runs all work and prints a row for each.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="pairs">Runs of peer and Morph per work.</param>
    /// <param name="word">Only work whose name contains it.</param>
    public static void Run(TextWriter output, int pairs, string word)
    {
        output.WriteLine($"{pairs} pairs each; {Environment.ProcessorCount} cores, .NET {Environment.Version}, {TorchRuntime.Describe()}");
        output.WriteLine("ratio = peer's seconds / Morph's seconds of the same pair: above 1, Morph is faster.");
        output.WriteLine("Data generation and warm-up are not timed.");
        output.WriteLine(Row("work", "ratio", "(least - most)", "Morph s", "peer s", "quality of Morph / peer"));
        foreach (var make in Works)
        {
            using var work = make();
            if (work.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                Print(output, work, pairs);
            }
        }
    }

    /// <summary>The paper's network and losses, but for the background and for what is beyond a window's border.</summary>
    private static TrainSettings PaperNetwork { get; } = new()
    {
        Network = NetworkForm.Reference,
        Estimate = EstimateForm.JensenShannon,
        ContrastWeight = 0,
        PriorWeight = 0.1,
    };

    private static IReadOnlyList<Func<IWork>> Works { get; } =
    [
        () => new TrainingStepWork(new()),
        () => new TrainingStepWork(new() { Precision = NumberPrecision.BFloat16 }),
        () => new TrainingStepWork(PaperNetwork),
        () => new TrainingStepWork(PaperNetwork with { Border = WindowBorder.Zeros, Prior = PriorForm.Joint }),
        () => new TrainingStepWork(PaperNetwork with { Precision = NumberPrecision.BFloat16 }),
        () => new EmbeddingWork(peerBatch: 1),
        () => new EmbeddingWork(peerBatch: 16),
        () => new MixtureWork(givenStart: true, iterations: 10),
        () => new MixtureWork(givenStart: true),
        () => new MixtureWork(givenStart: false),
        () => new UmapWork(2_800),
        () => new UmapWork(10_000),
        () => new UmapWork(50_000),
        () => new UmapWork(50_000, seededPeer: false),
        () => new ClusterCountWork(),
        () => new WholeRunWork(),
    ];

    private static void Print(TextWriter output, IWork work, int pairs)
    {
        if (work.Obstacle is { } obstacle)
        {
            output.WriteLine($"{work.Name,-82} not measured: {obstacle}");
            return;
        }

        work.Morph();
        var runs = new List<(Measurement Morph, Measurement Peer)>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var (peer, reason) = work.Peer();
            if (peer is null)
            {
                output.WriteLine($"{work.Name,-82} not measured: {reason}");
                return;
            }

            runs.Add((work.Morph(), peer.Value));
        }

        double[] ratios = [.. runs.Select(r => r.Peer.Seconds / r.Morph.Seconds)];
        output.WriteLine(Row(
            work.Name,
            Number(Median(ratios), "F1"),
            $"({Number(ratios.Min(), "F1")} - {Number(ratios.Max(), "F1")})",
            Number(Median([.. runs.Select(r => r.Morph.Seconds)]), "F2"),
            Number(Median([.. runs.Select(r => r.Peer.Seconds)]), "F2"),
            work.QualityName is null ? "" : $"{work.QualityName} {Number(runs[0].Morph.Quality, "F7")} / {Number(runs[0].Peer.Quality, "F7")}"));
    }

    private static string Row(string work, string ratio, string spread, string morph, string peer, string quality) =>
        $"{work,-82} {ratio,6} {spread,16} {morph,8} {peer,8}  {quality}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
