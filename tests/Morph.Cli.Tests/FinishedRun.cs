using System.Collections.Immutable;
using System.Text.Json;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Imaging.Fields;
using Morph.Imaging.Masking;
using Morph.Imaging.Simulate;
using Morph.Learning.Training;

namespace Morph.Cli.Tests;

/// <summary>
/// The directory of a finished run over 12 simulated fields of 96 x 96 pixels: masks, an (untrained) model, and the windows, embedding and clusters of
/// <c>tests/Golden/evaluation.py</c>.
/// </summary>
internal static class FinishedRun
{
    public const int Fields = 12;
    private const int PerField = 4;
    private const int Window = 64;

    /// <summary>The figures that were computed independently.</summary>
    public static JsonElement Golden { get; } = TestData.Golden("evaluation.json");

    /// <summary>Simulates, and writes what a run leaves.</summary>
    /// <param name="folder">Receives the folders "images" and "results".</param>
    /// <returns>The run directory.</returns>
    public static async Task<RunDirectory> WriteAsync(TemporaryFolder folder)
    {
        var (images, results) = (folder.File("images"), folder.File("results"));
        CellSimulator.Write(images, new SimulationOptions(Samples: 4, Fields: 3, Seed: 1, Height: 96, Width: 96), progress: null, CancellationToken.None);
        var started = await MorphRun.Of(
            new FakeEngine { Working = RecordedRun.Write }, "run", images, "--samples", Path.Combine(images, "samples.csv"), "--out", results, "--window", "64", "--seed", "9");
        Assert.Equal(0, started.ExitCode);
        var run = new RunDirectory(results);
        var manifest = ManifestFile.Read(run);
        Assert.Equal(Fields, manifest.Fields.Length);
        WriteMasks(run, manifest);
        WindowFile.Write(run, Windows(manifest, WriteModel(run, manifest)));
        return run;
    }

    /// <summary>Figures of each field or window.</summary>
    public static int[] Ints(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    private static void WriteMasks(RunDirectory run, Manifest manifest)
    {
        var reader = new FieldReader(manifest, new LoadSettings());
        foreach (var field in manifest.Fields)
        {
            var image = reader.Read(field);
            var mean = image.Plane(0).ToArray().Average(p => p);
            var path = run.MaskPath(field.Sample, field.Field);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            MaskFile.Write(file, new FieldMask(96, 96, [.. image.Plane(0).ToArray().Select(p => p > mean)]));
        }
    }

    private static Digest WriteModel(RunDirectory run, Manifest manifest)
    {
        ImmutableArray<TrainingSample> samples = [.. manifest.Fields.GroupBy(f => f.Sample).Select(s => new TrainingSample(s.Key, [.. s]))];
        var plan = new TrainingPlan(
            RunManifest.Read(run).Settings, 3, samples, samples, new Normalisation([30, 30, 30], [20, 20, 20]), Iterations: 1, Threads: 1, "cpu");
        using var session = TrainingSession.Start(plan, new Unread());
        var path = run.BestCheckpoint(Digest.OfTexts("train"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = File.Create(path))
        {
            session.SaveModel(file);
        }

        return Digest.OfFile(path);
    }

    private static WindowTable Windows(Manifest manifest, Digest model)
    {
        string[] PerWindow(Func<int, string> ofField) => [.. Ints("field").Select(ofField)];
        var (genes, plates, rare) = (Ints("gene_of_field"), Ints("plate_of_field"), Ints("rare_of_field"));
        var count = Fields * PerField;
        return new()
        {
            Sample = PerWindow(f => manifest.Fields[f].Sample),
            Field = PerWindow(f => manifest.Fields[f].Field),
            Metadata = ImmutableSortedDictionary<string, string[]>.Empty
                .Add("gene", PerWindow(f => genes[f] == 0 ? "AAK1" : "PLK3"))
                .Add("Plate", PerWindow(f => $"P{plates[f]}"))
                .Add("rare", PerWindow(f => $"R{rare[f]}"))
                .Add("stain", PerWindow(_ => "Hoechst"))
                .Add("partly", PerWindow(f => f < 9 ? $"L{f % 3}" : "")),
            Y = [.. Enumerable.Range(0, count).Select(i => i % PerField / 2 * 32)],
            X = [.. Enumerable.Range(0, count).Select(i => i % 2 * 32)],
            ForegroundFraction = new float[count],
            Model = PerWindow(_ => model.Short),
            Set = PerWindow(_ => "train"),
            ClusterProbability = [.. Enumerable.Repeat(1f, count)],
            Outlier = new int[count],
            OutlierScore = new float[count],
            Features = [.. Golden.GetProperty("points").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(v => v.GetSingle())],
            Dimensions = 8,
            Umap1 = new float[count],
            Umap2 = new float[count],
            Cluster = Ints("cluster"),
        };
    }

    /// <summary>A training that takes no step reads nothing.</summary>
    private sealed class Unread : IFieldSource
    {
        public FieldImage ReadImage(FieldEntry field) => throw new NotSupportedException();

        public FieldMask ReadMask(FieldEntry field) => throw new NotSupportedException();
    }
}
