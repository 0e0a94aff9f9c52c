using System.Collections.Immutable;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Reporting.Tests;

/// <summary>A finished run that no images were needed for: islands on a map, and fields of round cells.</summary>
internal sealed record SyntheticRun
{
    public int Samples { get; init; } = 14;

    public int HeldOut { get; init; } = 4;

    public int FieldsPerSample { get; init; } = 4;

    public int WindowsPerField { get; init; } = 50;

    public int Clusters { get; init; } = 14;

    public ImmutableArray<string> Channels { get; init; } = ["DNA", "pH3", "actin"];

    public Func<int, string> SampleName { get; init; } = i => $"siRNA-{i + 1:00}";

    public int Steps { get; init; } = 300;

    /// <summary>The number of clusters with the lowest BIC; that of the run is <see cref="Clusters"/>.</summary>
    public int LowestBic { get; init; } = 9;

    public int Side { get; init; } = 512;

    public int Window => Side / 4;

    /// <summary>Chance that a window lies on the island of another sample.</summary>
    public double Mixing { get; init; } = 0.06;

    public IReadOnlyList<QuarantinedItem> Quarantined { get; init; } = [];

    /// <summary>Writes all tables into a directory and returns what the report needs beside them.</summary>
    public ReportInputs WriteTo(RunDirectory run)
    {
        var (fields, islands) = MakeFields();
        var map = Map(islands);
        int[] clusters = [.. islands.Select(i => i % Clusters)];
        var table = WindowTable.From(fields, UmapTable.From(fields, map), clusters);
        WindowFile.Write(run, table with
        {
            ClusterProbability = [.. islands.Select((_, i) => i % 7 == 0 ? 0.5f + (0.01f * (i % 40)) : 0.99f)],
            Outlier = [.. islands.Select((_, i) => i % 97 == 5 ? 1 : 0)],
            OutlierScore = [.. islands.Select((_, i) => i % 97 == 5 ? 4 + (i % 10) : 0.1f)],
        });
        BicTable.Write(run, [.. Enumerable.Range(1, 20).Append(Clusters).Distinct().Order().Select(k =>
            new BicRow(k, 20_000 + (40 * Math.Abs(k - LowestBic)), -6 + (0.1 * k), k == Clusters))]);
        WriteTables(run, fields, clusters);
        var key = Digest.OfTexts("train");
        if (Steps > 0)
        {
            LossTable.Write(run, key, Losses());
        }

        var manifest = new Manifest(
            "/images/plate 1",
            "samples.csv",
            Channels,
            Side,
            Side,
            [.. fields.Select(f => new FieldEntry(f.Sample, f.Field, [], f.Metadata))]);
        var settings = MorphSettings.Default with { Train = MorphSettings.Default.Train with { Window = Window } };
        return new(manifest, new RunManifest
        {
            RunId = "synthetic",
            Version = "0.1.0",
            CommandLine = ["morph", "run", "/images/plate 1", "--out", "OUT", "--seed", "1"],
            ImagesRoot = manifest.Root,
            Channels = Channels,
            ManifestDigest = manifest.Digest,
            SettingsDigest = RunManifest.DigestOf(settings),
            Seed = 1,
            Device = "cpu",
            Threads = 2,
            Host = new("host", "Linux", ".NET", 2, 1 << 30),
            Started = new(2026, 3, 14, 9, 26, 0, TimeSpan.Zero),
            ExitCode = ExitCode.Done,
            Settings = settings,
        }, run.LossesFile(key), Quarantined);
    }

    private (IReadOnlyList<FieldEmbeddings> Fields, IReadOnlyList<int> Islands) MakeFields()
    {
        var random = RandomSource.For(1, "islands");
        var (fields, islands) = (new List<FieldEmbeddings>(), new List<int>());
        for (var s = 0; s < Samples; s++)
        {
            for (var f = 0; f < FieldsPerSample; f++)
            {
                var n = WindowsPerField;
                fields.Add(new(
                    SampleName(s),
                    $"{(s * FieldsPerSample) + f + 1:00000}",
                    ImmutableSortedDictionary<string, string>.Empty.Add("Well", $"A{s + 1:00}"),
                    "3f2a91c07be4",
                    s >= Samples - HeldOut ? FieldEmbeddings.TestSet : FieldEmbeddings.TrainSet,
                    Channels,
                    [.. Enumerable.Range(0, n).Select(i => i / 13 * (Side - Window) / 12)],
                    [.. Enumerable.Range(0, n).Select(i => i % 13 * (Side - Window) / 12)],
                    [.. Enumerable.Range(0, n).Select(_ => 0.6f)],
                    [.. Enumerable.Range(0, n).SelectMany(_ => new[] { s, (float)Math.Sqrt(f + 1) })],
                    2));
                islands.AddRange(Enumerable.Range(0, n).Select(_ => random.NextDouble() < Mixing ? random.NextInt(Samples) : s));
            }
        }

        return (fields, islands);
    }

    private static float[] Map(IReadOnlyList<int> islands)
    {
        var random = RandomSource.For(1, "map");
        var map = new float[2 * islands.Count];
        for (var i = 0; i < islands.Count; i++)
        {
            // Islands on a sunflower's spiral, each stretched its own way.
            var (radius, angle) = (2.3 * Math.Sqrt(islands[i] + 0.6), islands[i] * 2.39996);
            var (a, b) = (random.NextGaussian() * 0.75, random.NextGaussian() * 0.32);
            var (sin, cos) = Math.SinCos(islands[i] * 1.7);
            map[2 * i] = (float)((radius * Math.Cos(angle)) + (a * cos) - (b * sin));
            map[(2 * i) + 1] = (float)((radius * Math.Sin(angle)) + (a * sin) + (b * cos));
        }

        return map;
    }

    private static void WriteTables(RunDirectory run, IReadOnlyList<FieldEmbeddings> fields, int[] clusters)
    {
        var rows = new List<FieldRow>();
        var start = 0;
        foreach (var field in fields)
        {
            var (cluster, share) = Majority(clusters.AsSpan(start, field.Count));
            rows.Add(new(field.Sample, field.Field, field.Metadata, field.Set, field.Count, 0.37, cluster, share, Certain: share > 0.9, Outliers: rows.Count % 3));
            start += field.Count;
        }

        FieldTable.Write(run, rows);
        start = 0;
        SampleTable.Write(run, [.. rows.GroupBy(r => r.Sample).Select(g =>
        {
            var windows = g.Sum(r => r.Windows);
            var (cluster, share) = Majority(clusters.AsSpan(start, windows));
            start += windows;
            return new SampleRow(g.Key, g.First().Set, g.Count(), windows, g.Average(r => r.ForegroundFraction), cluster, share, Certain: share > 0.9);
        })]);
        MetricsFile.Write(run, new Dictionary<string, double>
        {
            ["sample_ari"] = 0.871,
            ["sample_nmi"] = 0.9134,
            ["windows"] = clusters.Length,
            ["lower_bound"] = -3.21,
            ["silhouette"] = 0.612,
            ["trustworthiness"] = 0.981,
            ["bic"] = 18234.2,
            ["something_new"] = double.NaN,
        });
    }

    private static (int Cluster, double Share) Majority(ReadOnlySpan<int> clusters)
    {
        if (clusters.Length == 0)
        {
            return (-1, 0);
        }

        var best = clusters.ToArray().GroupBy(c => c).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
        return (best.Key, (double)best.Count() / clusters.Length);
    }

    private LossRow[] Losses()
    {
        var random = RandomSource.For(1, "losses");
        return [.. Enumerable.Range(1, Steps).Select(step =>
        {
            var course = -1.1 * (1 - Math.Exp(-4.0 * step / Steps));
            var validation = course + 0.12 + (0.25 * Math.Max(0, ((double)step / Steps) - 0.75)) + (0.01 * random.NextGaussian());
            return new LossRow(step, 1 + (step / 2), course + (0.06 * random.NextGaussian()), 1.3, 0.7, step % 10 == 0 ? validation : null, Kept: step == Steps * 3 / 4 / 10 * 10);
        })];
    }
}

/// <summary>Fields of round cells, their number, size and brightness decided by the sample; a field may be unreadable.</summary>
internal sealed class SyntheticFields(Manifest manifest, string unreadable = "") : IFieldSource
{
    public FieldImage ReadImage(FieldEntry field)
    {
        if (field.Field == unreadable)
        {
            throw new ImageException($"{field.Field}-DNA.png ends before its last row.");
        }

        var (height, width, channels) = (manifest.Height, manifest.Width, manifest.Channels.Length);
        var pixels = new ushort[channels * height * width];
        var noise = RandomSource.For(1, field.Field);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (ushort)(180 + noise.NextInt(40));
        }

        foreach (var cell in Cells(field))
        {
            for (var c = 0; c < channels; c++)
            {
                Paint(pixels.AsSpan(c * height * width, height * width), cell, c);
            }
        }

        return new(channels, height, width, pixels);
    }

    public FieldMask ReadMask(FieldEntry field)
    {
        var foreground = new bool[manifest.Height * manifest.Width];
        foreach (var cell in Cells(field))
        {
            Each(cell, cell.Radius * 1.9, (at, distance) => foreground[at] |= distance < 1);
        }

        return new(manifest.Height, manifest.Width, foreground);
    }

    private IEnumerable<(double Y, double X, double Radius, double Light)> Cells(FieldEntry field)
    {
        var sample = RandomSource.For(2, field.Sample);
        var (count, radius, light) = (15 + sample.NextInt(35), 9 + (9 * sample.NextDouble()), 1200 + (3000 * sample.NextDouble()));
        var random = RandomSource.For(3, field.Field);
        for (var i = 0; i < count; i++)
        {
            yield return (random.NextDouble() * manifest.Height, random.NextDouble() * manifest.Width,
                radius * (0.8 + (0.4 * random.NextDouble())), light * (0.7 + (0.6 * random.NextDouble())));
        }
    }

    private void Paint(Span<ushort> plane, (double Y, double X, double Radius, double Light) cell, int channel)
    {
        var added = new Dictionary<int, double>();
        var (reach, ring) = channel switch { 0 => (1.0, false), 1 => (0.8, false), 2 => (2.0, true), _ => (1.2 + (0.2 * channel), true) };
        var shown = channel != 1 || (int)(cell.Y + cell.X) % 5 == 0;
        Each(cell, cell.Radius * reach, (at, distance) =>
            added[at] = shown && distance < 1 ? cell.Light * (ring ? 0.25 + (0.6 * distance * distance) : 1 - (0.6 * distance * distance)) : 0);
        foreach (var (at, light) in added)
        {
            plane[at] = (ushort)Math.Min(ushort.MaxValue, plane[at] + light);
        }
    }

    private void Each((double Y, double X, double Radius, double Light) cell, double radius, Action<int, double> visit)
    {
        for (var y = Math.Max(0, (int)(cell.Y - radius)); y < Math.Min(manifest.Height, cell.Y + radius); y++)
        {
            for (var x = Math.Max(0, (int)(cell.X - radius)); x < Math.Min(manifest.Width, cell.X + radius); x++)
            {
                visit((y * manifest.Width) + x, Math.Sqrt(((y - cell.Y) * (y - cell.Y)) + ((x - cell.X) * (x - cell.X))) / radius);
            }
        }
    }
}
