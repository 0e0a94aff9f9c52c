using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Windows;
using Morph.Reporting.Drawing;

namespace Morph.Reporting.Pages;

/// <summary>Everything the page shows, read once.</summary>
internal sealed class ReportModel
{
    private ReportModel(ReportInputs inputs, WindowTable windows)
    {
        (Inputs, Windows) = (inputs, windows);
    }

    /// <summary>Image set, settings, versions.</summary>
    public ReportInputs Inputs { get; }

    /// <summary>All kept windows, without features.</summary>
    public WindowTable Windows { get; }

    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Samples in ordinal order.</summary>
    public required IReadOnlyList<SampleView> Samples { get; init; }

    /// <summary>Clusters that have windows, by number.</summary>
    public required IReadOnlyList<ClusterView> Clusters { get; init; }

    /// <summary>Fields of the table.</summary>
    public required IReadOnlyList<FieldRow> Fields { get; init; }

    /// <summary>Quality figures by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The information criterion by number of clusters; empty where the clusters are those of another run.</summary>
    public required IReadOnlyList<BicRow> Bic { get; init; }

    /// <summary>Losses by step; empty when there are none.</summary>
    public required IReadOnlyList<LossRow> Losses { get; init; }

    /// <summary>Index of the sample of each window.</summary>
    public required int[] SampleOfWindow { get; init; }

    /// <summary>Index of the cluster of each window.</summary>
    public required int[] ClusterOfWindow { get; init; }

    /// <summary>The rows of the windows of each field, by its name.</summary>
    public required ILookup<string, int> WindowsOfField { get; init; }

    /// <summary>The rows of the windows of each cluster, by its index.</summary>
    public required ILookup<int, int> WindowsOfCluster { get; init; }

    /// <summary>Side of a window in pixels.</summary>
    public int WindowSide => Inputs.Run.Settings.Train.Window;

    /// <summary>The kept windows of the run that the images were assigned to, without features; null for a run with an encoder of its own.</summary>
    public WindowTable? Adopted { get; init; }

    /// <summary>Share of windows that are unlike anything in the run that they were assigned to; null for a run with an encoder of its own.</summary>
    public double? Novelty => Metrics.TryGetValue("novel_share", out var share) ? share : null;

    /// <summary>Held-out samples.</summary>
    public IEnumerable<SampleView> HeldOut => Samples.Where(s => IsHeldOut(s.Row.Set));

    /// <summary>Whether windows of a set were held out of this run's own training.</summary>
    public bool IsHeldOut(string set) => set == FieldEmbeddings.TestSet && Adopted is null;

    /// <summary>Where a window lies in its field.</summary>
    public WindowPosition PositionOf(int window) => new(Windows.Y[window], Windows.X[window]);

    /// <summary>Reads the tables of a run.</summary>
    public static ReportModel Read(RunDirectory run, ReportInputs inputs)
    {
        var windows = WindowFile.Read(run.WindowsFile, features: false);
        var fields = FieldTable.Read(run.FieldsFile);
        SampleRow[] samples = [.. SampleTable.Read(run.SamplesFile).OrderBy(s => s.Sample, StringComparer.Ordinal)];
        int[] numbers = [.. windows.Cluster.Distinct().Order()];
        var sampleIndex = samples.Select((s, i) => (s.Sample, i)).ToDictionary(s => s.Sample, s => s.i, StringComparer.Ordinal);
        var clusterIndex = numbers.Select((n, i) => (n, i)).ToDictionary(c => c.n, c => c.i);
        int[] sampleOf = [.. windows.Sample.Select(s => sampleIndex[s])];
        int[] clusterOf = [.. windows.Cluster.Select(c => clusterIndex[c])];
        var counts = new int[samples.Length, numbers.Length];
        for (var i = 0; i < windows.Count; i++)
        {
            counts[sampleOf[i], clusterOf[i]]++;
        }

        var marks = ClusterMarks.Assign(counts);
        return new(inputs, windows)
        {
            Title = inputs.Run.Settings.Report.Title is { Length: > 0 } title ? title : Path.GetFileName(run.Root),
            Samples = [.. samples.Select((row, i) => new SampleView(
                i, row, Palette.Mark(i), [.. Enumerable.Range(0, numbers.Length).Select(c => counts[i, c])]))],
            Clusters = [.. numbers.Select((number, c) => new ClusterView(
                c, number, marks[c], [.. Enumerable.Range(0, samples.Length).Select(s => counts[s, c])], [.. fields.Where(f => f.Cluster == number)]))],
            Fields = fields,
            Metrics = File.Exists(run.MetricsFile) ? MetricsFile.Read(run.MetricsFile) : new Dictionary<string, double>(),
            Bic = inputs.Run.Model is null ? BicTable.Read(run.BicFile) : [],
            Losses = inputs.LossesFile is { } losses && File.Exists(losses) ? LossTable.Read(losses) : [],
            Adopted = inputs.Run.Model is { } model ? WindowFile.Read(run.AdoptedFile(model.Windows), features: false) : null,
            SampleOfWindow = sampleOf,
            ClusterOfWindow = clusterOf,
            WindowsOfCluster = Enumerable.Range(0, windows.Count).ToLookup(i => clusterOf[i]),
            WindowsOfField = Enumerable.Range(0, windows.Count).ToLookup(i => windows.Field[i], StringComparer.Ordinal),
        };
    }
}

/// <summary>A sample on the page.</summary>
/// <param name="Index">Its place among the samples.</param>
/// <param name="Row">What the clustering says of it.</param>
/// <param name="Mark">Its colour.</param>
/// <param name="Counts">Its windows in each cluster.</param>
internal sealed record SampleView(int Index, SampleRow Row, Mark Mark, IReadOnlyList<int> Counts);

/// <summary>A cluster on the page.</summary>
/// <param name="Index">Its place among the clusters that have windows.</param>
/// <param name="Number">Its number in the tables.</param>
/// <param name="Mark">Its colour.</param>
/// <param name="Counts">Windows of each sample in it.</param>
/// <param name="Fields">Fields of which most windows lie in it.</param>
internal sealed record ClusterView(int Index, int Number, Mark Mark, IReadOnlyList<int> Counts, IReadOnlyList<FieldRow> Fields)
{
    /// <summary>Its name, as in the names of the pictures: "M02".</summary>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"M{Number:00}");

    /// <summary>Windows in it.</summary>
    public int Windows => Counts.Sum();
}
