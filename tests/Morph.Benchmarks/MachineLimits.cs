using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Morph.Analysis;
using Morph.Analysis.Neighbors;
using Morph.Domain.Settings;
using Morph.Learning.Networks;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Benchmarks;

/// <summary>
/// What the machine can do at most, its rate of matrix products and its memory bandwidth, and how near to it the convolutions of training and embedding come, each alone
/// and with all that belongs to it.
/// </summary>
internal static class MachineLimits
{
    private const int Side = 512;
    private const int Window = 128;
    private const int Crops = 20;
    private const int Repeats = 9;
    private const int Small = 256;
    private const int Rounds = 20_000_000;

    /// <summary>Whether products of bfloat16 are about as fast as those of float32: without instructions for them they are hundreds of times slower.</summary>
    public static bool KnowsBFloat16 { get; } = MatrixProducts(Small, ScalarType.BFloat16) > MatrixProducts(Small, ScalarType.Float32) / 4;

    /// <summary>Measures and prints a row for each figure.</summary>
    public static void Run(TextWriter output)
    {
        TorchRuntime.Load();
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        using var scope = NewDisposeScope();
        var limit = MultiplyAdds();
        Print(output, "multiply-adds in registers, float32", limit / 1e9, "Gflop/s", null);
        Print(output, "matrix products of 2048 x 2048, float32", MatrixProducts(2048, ScalarType.Float32) / 1e9, "Gflop/s", limit);
        Print(output, "the same, bfloat16", MatrixProducts(KnowsBFloat16 ? 2048 : Small, ScalarType.BFloat16) / 1e9, "Gflop/s", null);
        Print(output, "memory bandwidth, a[i] = b[i] + s c[i] over 3 x 256 MB", Bandwidth() / 1e9, "GB/s", null);
        foreach (var form in new[] { NetworkForm.Pooled, NetworkForm.Reference })
        {
            var architecture = Architecture.Of(new TrainSettings { Network = form, Window = Window }, 3);
            using var encoder = new Encoder(architecture);
            var field = Side + (2 * architecture.Margin);
            var cores = Environment.ProcessorCount;
            Print(
                output, $"{form} network: encoder over fields of 512 x 512, one on each core", Flops(architecture, cores, field) / Forward(encoder, cores, field) / 1e9, "Gflop/s", limit);
            TorchRuntime.UseThreads(cores);
            var crop = Window + (2 * architecture.Margin);
            Print(
                output,
                $"{form} network: encoder over 20 crops, forward and backward",
                3 * Flops(architecture, Crops, crop) / ForwardAndBackward(encoder, Crops, crop) / 1e9,
                "Gflop/s",
                limit);
        }

        Print(output, "exact neighbours of 10,000 x 128 points", Neighbours(10_000) / 1e9, "Gflop/s", limit);
    }

    private static void Print(TextWriter output, string what, double rate, string unit, double? limit) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-70} {rate,8:F1} {unit,-8} {(limit is { } most ? $"{100 * rate * 1e9 / most:F0} % of the limit" : "")}"));

    /// <summary>Floating-point operations per second of all cores when nothing has to come from memory, in the processor's widest vectors: what no code can exceed.</summary>
    private static double MultiplyAdds() => Vector512.IsHardwareAccelerated ? MultiplyAdds512() : MultiplyAdds256();

    private static double MultiplyAdds512() => MultiplyAdds(Vector512<float>.Count, core =>
    {
        var (x, y) = (Vector512.Create(0.999999f), Vector512.Create(core * 1e-9f));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < Rounds; round++)
        {
            (a, b, c, d) = (Vector512.FusedMultiplyAdd(a, x, y), Vector512.FusedMultiplyAdd(b, x, y), Vector512.FusedMultiplyAdd(c, x, y), Vector512.FusedMultiplyAdd(d, x, y));
            (e, f, g, h) = (Vector512.FusedMultiplyAdd(e, x, y), Vector512.FusedMultiplyAdd(f, x, y), Vector512.FusedMultiplyAdd(g, x, y), Vector512.FusedMultiplyAdd(h, x, y));
            (i, j, k, l) = (Vector512.FusedMultiplyAdd(i, x, y), Vector512.FusedMultiplyAdd(j, x, y), Vector512.FusedMultiplyAdd(k, x, y), Vector512.FusedMultiplyAdd(l, x, y));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    });

    private static double MultiplyAdds256() => MultiplyAdds(Vector256<float>.Count, core =>
    {
        var (x, y) = (Vector256.Create(0.999999f), Vector256.Create(core * 1e-9f));
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < Rounds; round++)
        {
            (a, b, c, d) = (Vector256.FusedMultiplyAdd(a, x, y), Vector256.FusedMultiplyAdd(b, x, y), Vector256.FusedMultiplyAdd(c, x, y), Vector256.FusedMultiplyAdd(d, x, y));
            (e, f, g, h) = (Vector256.FusedMultiplyAdd(e, x, y), Vector256.FusedMultiplyAdd(f, x, y), Vector256.FusedMultiplyAdd(g, x, y), Vector256.FusedMultiplyAdd(h, x, y));
            (i, j, k, l) = (Vector256.FusedMultiplyAdd(i, x, y), Vector256.FusedMultiplyAdd(j, x, y), Vector256.FusedMultiplyAdd(k, x, y), Vector256.FusedMultiplyAdd(l, x, y));
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    });

    private static double MultiplyAdds(int lanes, Func<int, float> chains)
    {
        const int chainsOfEach = 12;
        var sums = new float[Environment.ProcessorCount];
        return 2.0 * Rounds * chainsOfEach * lanes * sums.Length / Median(() => Parallel.For(0, sums.Length, core => sums[core] = chains(core)));
    }

    /// <summary>Floating-point operations per second of a product of two square matrices.</summary>
    private static double MatrixProducts(long n, ScalarType type)
    {
        var (a, b) = (randn(n, n).to(type), randn(n, n).to(type));
        return 2.0 * n * n * n / Median(() => a.mm(b).Dispose());
    }

    /// <summary>Bytes read and written per second by all cores.</summary>
    private static double Bandwidth()
    {
        const int length = 64 << 20;
        var (a, b, c) = (new float[length], new float[length], new float[length]);
        Array.Fill(b, 1);
        Array.Fill(c, 2);
        var part = length / Environment.ProcessorCount / Vector<float>.Count * Vector<float>.Count;
        return 3.0 * part * Environment.ProcessorCount * sizeof(float) / Median(() => Parallel.For(0, Environment.ProcessorCount, core =>
        {
            for (var i = core * part; i < (core + 1) * part; i += Vector<float>.Count)
            {
                (new Vector<float>(b, i) + (new Vector<float>(c, i) * 3f)).CopyTo(a, i);
            }
        }));
    }

    /// <summary>Operations of the encoder's convolutions over images of so many pixels along each side.</summary>
    private static double Flops(Architecture architecture, int images, int side)
    {
        var flops = 0.0;
        foreach (var layer in architecture.Encoder)
        {
            side -= 2;
            flops += 2.0 * 9 * layer.From * layer.To * side * side * images;
            side = layer.Pooled ? side / 2 : side;
        }

        return flops;
    }

    /// <summary>Seconds for so many fields at once, each on one thread, as embedders work.</summary>
    private static double Forward(Encoder encoder, int fields, int side)
    {
        encoder.eval();
        var pixels = ChannelsLast(randn(1, 3, side, side));
        return Median(() => Parallel.For(0, fields, _ =>
        {
            TorchRuntime.UseThreads(1);
            using var scope = NewDisposeScope();
            using var still = inference_mode();
            encoder.call(pixels);
        }));
    }

    private static double ForwardAndBackward(Encoder encoder, int images, int side)
    {
        encoder.train();
        var pixels = ChannelsLast(randn(images, 3, side, side));
        return Median(() =>
        {
            using var scope = NewDisposeScope();
            encoder.call(pixels).sum().backward();
        });
    }

    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Operations per second of finding neighbours by comparing all points.</summary>
    private static double Neighbours(int count)
    {
        const int features = 128;
        var points = new Points(randn(count, features).data<float>().ToArray(), features);
        return 2.0 * count * count * features / Median(() => new ExactNeighborSearch(points).Search(points, 15, 0, CancellationToken.None));
    }

    private static double Median(Action work)
    {
        work();
        var seconds = new double[Repeats];
        for (var i = 0; i < Repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            work();
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[Repeats / 2];
    }
}
