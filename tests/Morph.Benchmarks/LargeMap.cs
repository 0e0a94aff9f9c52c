using System.Diagnostics;
using System.Globalization;
using Morph.Analysis.Umap;
using Morph.Benchmarks.Analysis;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks;

/// <summary>A map of very many points: the time of each step, and the memory it takes beside the points themselves.</summary>
internal static class LargeMap
{
    /// <summary>Makes the map and prints a row for each step.</summary>
    public static void Run(TextWriter output, int count)
    {
        var (points, _) = SimulatedEmbeddings.Draw(count);
        var before = Peak();
        var steps = new Steps();
        UmapModel.Fit(points, new(), new RandomSource(1), steps);
        steps.End();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"map of {count:N0} x {SimulatedEmbeddings.Features}: points {points.Values.Length * 4L >> 20} MB, process before {before} MB, peak {Peak()} MB"));
        foreach (var (step, seconds) in steps.Seconds)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step,-10} {seconds,7:F1} s"));
        }
    }

    /// <summary>Largest memory of this process so far, in MB.</summary>
    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }

    private sealed class Steps : IProgress<UmapProgress>
    {
        private readonly Stopwatch _clock = new();
        private UmapStep? _step;

        public Dictionary<UmapStep, double> Seconds { get; } = [];

        public void Report(UmapProgress value)
        {
            if (value.Step != _step)
            {
                End();
                _step = value.Step;
            }
        }

        public void End()
        {
            if (_step is { } step)
            {
                Seconds[step] = _clock.Elapsed.TotalSeconds;
            }

            _clock.Restart();
        }
    }
}
