using Morph.Artifacts.Evaluations;
using Morph.Artifacts.Runs;

namespace Morph.Artifacts.Tests.Evaluations;

public sealed class EvaluationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_evaluation_reads_back_and_its_table_has_a_row_for_each_figure_and_representation()
    {
        var run = new RunDirectory(_folder.Path);
        var written = Evaluated(0.7, 0.6);
        EvaluationFile.Write(run, written);
        var read = EvaluationFile.Read(run, "gene/name");
        Assert.Equal(written.Figures.AsEnumerable(), read.Figures);
        Assert.Equal(written.Representations.AsEnumerable(), read.Representations);
        Assert.Equal(written.Labels.AsEnumerable(), read.Labels);
        var path = run.EvaluationFile("gene/name", "figures.csv");
        Assert.StartsWith(Path.Combine(_folder.Path, "evaluation", "gene_name~"), path, StringComparison.Ordinal);
        Assert.Equal(
            [
                "figure,level,representation,value,low,high,morph_ahead_low,morph_ahead_high,n,resampled",
                "knn_window,window,morph,0.7,0.5,0.9,,,10,fields",
                "knn_window,window,hand,0.6,0.5,0.9,-0.1,0.2,10,fields",
                "knn_window,window,count,,,,,,10,",
            ],
            File.ReadAllLines(path));
    }

    [Theory]
    [InlineData(0.7, 0.7, "As good or better: hand features 0.700, where Morph has 0.700 (Morph minus hand: −0.100 to 0.200).", true)]
    [InlineData(0.7, 0.8, "As good or better: hand features 0.800, where Morph has 0.700 (Morph minus hand: −0.100 to 0.200).", true)]
    [InlineData(0.7, 0.6, "Morph is ahead of hand features by 0.100, but not surely (Morph minus hand: −0.100 to 0.200).", false)]
    public void A_verdict_says_when_a_baseline_is_as_good_or_better(double own, double hand, string text, bool isBehind) =>
        Assert.Equal(new Verdict(text, isBehind), Verdict.Of(Evaluated(own, hand), "knn_window"));

    [Fact]
    public void A_lead_is_sure_when_its_interval_is_above_0_and_there_is_no_verdict_without_a_baseline()
    {
        var evaluation = Evaluated(0.7, 0.6);
        var sure = evaluation with { Figures = [evaluation.Figures[0], evaluation.Figures[1] with { AheadLow = 0.05 }] };
        Assert.Equal("Morph is ahead of the best baseline, hand features, by 0.100 (Morph minus hand: 0.050 to 0.200).", Verdict.Of(sure, "knn_window")!.Text);
        Assert.Null(Verdict.Of(evaluation with { Figures = [evaluation.Figures[0]] }, "knn_window"));
        Assert.Null(Verdict.Of(evaluation, "nsc"));
    }

    [Fact]
    public void Every_figure_has_a_name_of_its_own_and_a_level()
    {
        Assert.Equal(FigureKind.All.Count, FigureKind.All.Select(f => f.Name).Distinct().Count());
        Assert.All(FigureKind.All, f => Assert.Contains(f.Level, new[] { FigureKind.Window, FigureKind.Field, FigureKind.Sample }));
    }

    private static Evaluation Evaluated(double own, double hand) => new()
    {
        Column = "gene/name",
        RunId = "run",
        Version = "0.1.0",
        Model = "0123456789ab",
        Seed = 1,
        Windows = 10,
        Fields = 4,
        Samples = 2,
        Resamples = 100,
        Labels = [new("UBC", 1, 2, 5), new("<PLK1>", 1, 2, 5)],
        Representations = [new("morph", "Morph", "The embedding.", 128), new("hand", "hand features", "Measured.", 107), new("count", "cell count", "Counted.", 1)],
        Figures =
        [
            new("knn_window", "window", "morph", own, 0.5, 0.9, null, null, 10, "fields"),
            new("knn_window", "window", "hand", hand, 0.5, 0.9, -0.1, 0.2, 10, "fields"),
            new("knn_window", "window", "count", null, null, null, null, null, 10, ""),
        ],
    };
}
