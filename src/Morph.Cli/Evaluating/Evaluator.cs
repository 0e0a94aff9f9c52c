using Morph.Analysis.Metrics;
using Morph.Artifacts.Evaluations;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.CommandLine;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Cli.Evaluating;

/// <summary>Evaluates a finished run.</summary>
internal static class Evaluator
{
    private const int Resamples = 1_000;

    /// <summary>Computes all figures.</summary>
    /// <param name="run">The run directory, its clustering done.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="began">Told of the windows once they are known, before the long part.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ConfigurationException">A column, a value or an image is not there; the message says which and what to do.</exception>
    /// <exception cref="ArtifactException">A file of the run is missing or damaged.</exception>
    public static Evaluation Evaluate(RunDirectory run, EvaluationOrder order, Action<LabelledWindows> began, CancellationToken cancellation)
    {
        var record = RunManifest.Read(run);
        var file = record.Settings.Reduce.Correction.Method == CorrectionMethod.None ? run.WindowsFile : run.CorrectedFile;
        if (!File.Exists(file))
        {
            throw new ArtifactException($"{file} is not there yet: the stage cluster is not done. 'morph cluster {run.Root}' goes on up to it.");
        }

        var windows = LabelledWindows.Of(WindowFile.Read(file), order);
        began(windows);
        var pixels = PixelFeatures.Read(run, ManifestFile.Read(run), record, windows, cancellation);
        var all = RepresentationSet.Of(windows, pixels, order, record.Settings);
        var (fields, samples) = (new Bootstrap(windows.Fields.Length, Resamples, record.Seed), new Bootstrap(windows.Units.Count, Resamples, record.Seed));
        var sheet = new FigureSheet();
        var pairs = PairFigures.Add(sheet, windows, all, fields);
        var retrieval = all.Select(shown =>
        {
            cancellation.ThrowIfCancellationRequested();
            NeighborFigures.Add(sheet, windows, shown, fields);
            MatchingFigures.Add(sheet, windows, shown, samples);
            ClusterFigures.AddSilhouette(sheet, windows, shown, fields);
            AddClusters(sheet, windows, shown, record, cancellation);
            if (order.Guide)
            {
                GuideFigures.Add(sheet, windows, shown, fields);
            }

            return RetrievalFigures.Add(sheet, windows, shown, fields, record.Seed);
        }).ToList();
        return new()
        {
            Column = windows.Column,
            Batch = windows.Batch ?? "",
            Control = order.Control ?? "",
            RunId = record.RunId,
            Version = MorphCommandLine.Version,
            Model = windows.Model,
            Seed = record.Seed,
            Windows = windows.Count,
            WindowsLeftOut = windows.LeftOut,
            Fields = windows.Fields.Length,
            Samples = windows.Fields.Select(f => f.Sample).Distinct().Count(),
            Resamples = Resamples,
            Labels = [.. windows.Labels.Select((name, label) => Describe(windows, name, label))],
            Representations = [.. all.Select(r => new EvaluatedRepresentation(r.Name, r.Title, r.About, r.Windows.Dimensions))],
            Figures = [.. sheet.Rows([.. all.Select(r => r.Name)])],
            Absent = [.. sheet.Absent],
            Pairs = [.. pairs],
            Retrieval = [.. retrieval[0]],
        };
    }

    private static void AddClusters(FigureSheet sheet, LabelledWindows windows, Representation shown, RunManifest record, CancellationToken cancellation)
    {
        var clusters = ReferenceEquals(shown.Windows, windows.Embedding)
            ? windows.Cluster
            : RunClustering.Of(shown.Windows, windows.FieldOf, record.Settings, windows.Cluster.Distinct().Count(), cancellation);
        if (clusters is not null)
        {
            ClusterFigures.Add(sheet, windows, shown, clusters);
        }
    }

    private static EvaluatedLabel Describe(LabelledWindows windows, string name, int label)
    {
        var fields = windows.Fields.Where(f => f.Label == label).ToList();
        return new(name, fields.Select(f => f.Sample).Distinct().Count(), fields.Count, windows.FieldOf.Count(f => windows.Fields[f].Label == label));
    }
}
