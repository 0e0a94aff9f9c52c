using System.Diagnostics;
using System.Globalization;
using Morph.Benchmarks.Learning;

namespace Morph.Benchmarks;

/// <summary>
/// A whole run from images to clusters: <c>morph run</c> as a process of its own, the report included, and the reference's stages chained in Python, of which
/// the compilation of umap-learn is not counted. 24 simulated fields of 3 x 512 x 512 pixels and 150 steps, or the set that MORPH_BENCHMARK_IMAGES
/// names: a folder that holds the folder images and the table samples.csv.
/// </summary>
internal sealed class WholeRunWork : IWork
{
    private const string Iterations = "150";

    private readonly SimulatedFields? _simulated;
    private readonly string _images;
    private readonly string _table;

    /// <summary>Prepares the images.</summary>
    public WholeRunWork()
    {
        if (Environment.GetEnvironmentVariable("MORPH_BENCHMARK_IMAGES") is { Length: > 0 } set)
        {
            (_images, _table) = (Path.Combine(set, "images"), Path.Combine(set, "samples.csv"));
        }
        else
        {
            _simulated = new(samples: 6);
            (_images, _table) = (_simulated.Folder, _simulated.Table);
        }
    }

    /// <inheritdoc/>
    public string Name => $"whole run of {(_simulated is null ? _images : "24 simulated fields")}, {Iterations} steps";

    /// <inheritdoc/>
    public string? QualityName => null;

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var results = Directory.CreateTempSubdirectory("morph-benchmark-");
        try
        {
            var clock = Stopwatch.StartNew();
            using var run = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!,
                [Path.Combine(AppContext.BaseDirectory, "morph.dll"), "run", _images, "--samples", _table, "--out", Path.Combine(results.FullName, "run"), "--iterations", Iterations, "--seed", "1", "--json"])
            {
                RedirectStandardOutput = true,
            })!;
            var told = run.StandardOutput.ReadToEnd();
            run.WaitForExit();
            return run.ExitCode == 0 ? new(clock.Elapsed.TotalSeconds, 0) : throw new InvalidOperationException($"morph run ended with {run.ExitCode}: {told}");
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() => Benchmarks.Peer.Run(
        "reference_run.py",
        _images,
        "--samples", _table,
        "--iterations", Iterations,
        "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => _simulated?.Dispose();
}
