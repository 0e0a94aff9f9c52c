using System.Diagnostics;
using System.Runtime.InteropServices;
using Morph.Analysis;
using Morph.Analysis.Mixture;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;

namespace Morph.Benchmarks.Analysis;

/// <summary>The number of clusters of 10,000 points of a map, 14 overlapping groups, chosen by BIC from 2 to 20; ten starts each, as in a run.</summary>
internal sealed class ClusterCountWork : IWork
{
    private const int Count = 10_000;
    private const int Groups = 14;
    private const int Fewest = 2;
    private const int Most = 20;

    private readonly string _file = Path.GetTempFileName();
    private readonly Points _points;

    /// <summary>Generates the points.</summary>
    public ClusterCountWork()
    {
        var random = new RandomSource(4);
        double[] centers = [.. Enumerable.Range(0, 2 * Groups).Select(_ => 4 * random.NextGaussian())];
        float[] values = [.. Enumerable.Range(0, 2 * Count).Select(i => (float)(centers[(i / 2 % Groups * 2) + (i % 2)] + (0.7 * random.NextGaussian())))];
        _points = new(values, 2);
        File.WriteAllBytes(_file, MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <inheritdoc/>
    public string Name => $"clusters chosen over {Fewest} to {Most} on {Count} x 2";

    /// <inheritdoc/>
    public string? QualityName => "least BIC";

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var settings = new ClusterSettings();
        var options = new GaussianMixtureOptions { NInit = settings.NInit, MaxIter = settings.MaxIterations, Tol = settings.Tolerance, RegCovar = settings.RegCovar };
        var clock = Stopwatch.StartNew();
        var data = MixtureData.Rows(_points.Values, 2);
        var selection = MixtureSelection.Choose(data, Fewest, Most, options, new RandomSource(1));
        return new(clock.Elapsed.TotalSeconds, selection.Curve.Min(c => c.Bic));
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() => Benchmarks.Peer.Run("cluster_count_peer.py", _file, $"{Fewest}", $"{Most}");

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);
}
