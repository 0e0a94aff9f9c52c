using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Analysis.Mixture;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;

namespace Morph.Benchmarks.Analysis;

/// <summary>The mask mixture of one sample: 4 fields of 3 x 512 x 512 pixels with cells on a fifth of them.</summary>
internal sealed class MixtureWork : IWork
{
    private const int Fields = 4;
    private const int Channels = 3;
    private const int Side = 512;

    private readonly bool _givenStart;
    private readonly int _iterations;
    private readonly string _file = Path.GetTempFileName();
    private readonly MixtureData _data;

    /// <summary>Generates the pixels.</summary>
    /// <param name="givenStart">Whether both begin with the same parameters, not each with its own k-means++.</param>
    /// <param name="iterations">EM iterations; 0 for as many as a tolerance of 1e-3 takes.</param>
    public MixtureWork(bool givenStart, int iterations = 0)
    {
        (_givenStart, _iterations) = (givenStart, iterations);
        var random = new RandomSource(1);
        FieldImage[] fields = [.. Enumerable.Range(0, Fields).Select(_ => Draw(random))];
        _data = MixtureData.Pixels(fields);
        ushort[] rows = [.. fields.SelectMany(f =>
            Enumerable.Range(0, Side * Side).SelectMany(i => Enumerable.Range(0, Channels).Select(c => f.Plane(c)[i])))];
        File.WriteAllBytes(_file, MemoryMarshal.AsBytes(rows.AsSpan()));
    }

    /// <inheritdoc/>
    public string Name =>
        $"mask mixture, 4 x 512 x 512 x 3, {(_givenStart ? "same start" : "k-means++")}, {(_iterations == 0 ? "tolerance 1e-3" : $"{_iterations} iterations")}";

    /// <inheritdoc/>
    public string? QualityName => "mean log-likelihood";

    /// <inheritdoc/>
    public Measurement Morph()
    {
        var options = new GaussianMixtureOptions { NComponents = 2, RegCovar = 1e-6, Tol = _iterations == 0 ? 1e-3 : 0, MaxIter = _iterations == 0 ? 1000 : _iterations };
        var clock = Stopwatch.StartNew();
        var mixture = _givenStart ? GaussianMixture.Fit(_data, Start(), options) : GaussianMixture.Fit(_data, options, new RandomSource(1));
        return new(clock.Elapsed.TotalSeconds, mixture.LowerBound);
    }

    /// <inheritdoc/>
    public (Measurement? Result, string Reason) Peer() => Benchmarks.Peer.Run(
        "gmm_peer.py",
        _file,
        Channels.ToString(CultureInfo.InvariantCulture),
        _givenStart ? "given" : "kmeans",
        _iterations.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);

    private static MixtureStart Start()
    {
        double[] precision = [0.005, 0, 0, 0, 0.005, 0, 0, 0, 0.005];
        return new([0.5, 0.5], [10, 10, 10, 60, 60, 60], [.. precision, .. precision]);
    }

    private static FieldImage Draw(RandomSource random)
    {
        var pixels = new ushort[Channels * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var cell = random.NextInt(5) == 0;
            var shared = random.NextGaussian();
            for (var c = 0; c < Channels; c++)
            {
                var value = cell ? 50 + 15 * (shared + random.NextGaussian()) : 10 + 3 * random.NextGaussian();
                pixels[c * Side * Side + i] = (ushort)Math.Clamp(value, 0, 255);
            }
        }

        return new(Channels, Side, Side, pixels);
    }
}
