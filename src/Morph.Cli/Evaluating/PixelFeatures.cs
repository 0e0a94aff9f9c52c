using Morph.Analysis;
using Morph.Analysis.Batches;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Imaging.Features;
using Morph.Learning.Embedding;

namespace Morph.Cli.Evaluating;

/// <summary>What is read anew from the pixels of all evaluated windows: features measured by hand, and the untrained network's embedding.</summary>
internal sealed class PixelFeatures
{
    private readonly IReadOnlyList<WindowFeature> _features;
    private readonly float[][] _hand;

    private PixelFeatures(IReadOnlyList<WindowFeature> features, float[][] hand, Points untrained) => (_features, _hand, Untrained) = (features, hand, untrained);

    /// <summary>The embedding by the run's network before its training.</summary>
    public Points Untrained { get; }

    /// <summary>
    /// Some of the features, each standardised over the windows and divided by the root of its family's size, so that families count alike. What a window
    /// cannot tell (the area of nuclei where it has none) is the mean of the windows that can.
    /// </summary>
    public Points Hand(Func<WindowFeature, bool> wanted)
    {
        int[] columns = [.. Enumerable.Range(0, _features.Count).Where(c => wanted(_features[c]))];
        var values = new float[_hand.Length * columns.Length];
        for (var at = 0; at < columns.Length; at++)
        {
            var mean = (float)_hand.Select(row => (double)row[columns[at]]).Where(double.IsFinite).DefaultIfEmpty(0).Average();
            for (var i = 0; i < _hand.Length; i++)
            {
                values[(i * columns.Length) + at] = float.IsFinite(_hand[i][columns[at]]) ? _hand[i][columns[at]] : mean;
            }
        }

        var measured = new Points(values, columns.Length);
        float[] scaled = [.. FeatureScale.Fit(measured).Apply(measured).Values.ToArray()];
        var sizes = columns.CountBy(c => _features[c].Family).ToDictionary();
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] /= MathF.Sqrt(sizes[_features[columns[i % columns.Length]].Family]);
        }

        return new(scaled, columns.Length);
    }

    /// <summary>Reads every field once, several at a time.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="manifest">Its image set.</param>
    /// <param name="record">Its record.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="cancellation">Stops between fields.</param>
    /// <exception cref="ConfigurationException">An image is gone or changed.</exception>
    /// <exception cref="ArtifactException">A mask or the model is missing or damaged.</exception>
    /// <exception cref="StageException">An image cannot be read.</exception>
    public static PixelFeatures Read(RunDirectory run, Manifest manifest, RunManifest record, LabelledWindows windows, CancellationToken cancellation)
    {
        var known = manifest.Fields.ToDictionary(f => (f.Sample, f.Field));
        FieldEntry[] entries = [.. windows.Fields.Select(f => known[(f.Sample, f.Name)])];
        var (source, side) = (RunPixels.Open(run, manifest, entries, record.Settings.Load), record.Settings.Train.Window);
        var (hand, untrained) = (new float[windows.Fields.Length][][], new float[windows.Fields.Length][]);
        using var model = new UntrainedFile(ModelFile(run, windows.Model));
        Parallel.For(
            0,
            windows.Fields.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            () => Embedder.Load(model.Path, "auto", threads: 1),
            (field, _, embedder) =>
            {
                var (image, positions) = (ReadImage(source, entries[field]), windows.PositionsOf(field));
                hand[field] = WindowFeatures.Of(image, source.ReadMask(entries[field]), positions, side);
                untrained[field] = embedder.Embed(image, positions);
                return embedder;
            },
            embedder => embedder.Dispose());
        float[] vectors = [.. untrained.SelectMany(v => v)];
        return new(WindowFeatures.All(manifest.Channels), [.. hand.SelectMany(rows => rows)], new(vectors, vectors.Length / windows.Count));
    }

    /// <summary>The file of the model that embedded the windows: the run's own, or that of the run that its images were assigned to.</summary>
    private static string ModelFile(RunDirectory run, string model)
    {
        string[] folders = [Path.Combine(run.Root, "checkpoints"), Path.Combine(run.Root, "adopted")];
        return folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "best.ckpt", SearchOption.AllDirectories))
            .FirstOrDefault(file => Digest.OfFile(file).Short == model)
            ?? throw new ArtifactException(
                $"No best.ckpt in {run.Root} is the model {model} of the embeddings. 'morph verify {run.Root}' says what is damaged; '{RunManifest.Read(run).Command}' makes it anew.");
    }

    private static FieldImage ReadImage(IFieldSource source, FieldEntry field)
    {
        try
        {
            return source.ReadImage(field);
        }
        catch (ImageException failure)
        {
            throw new StageException($"{failure.Message} The run has used this image: put back the file that it read.", failure);
        }
    }

    /// <summary>The untrained model, in a file of its own while it is needed.</summary>
    private sealed class UntrainedFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("morph-untrained-");

        public UntrainedFile(string trained)
        {
            using var file = File.Create(Path);
            UntrainedModel.Write(trained, file);
        }

        public string Path => System.IO.Path.Combine(_folder.FullName, "model.ckpt");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
