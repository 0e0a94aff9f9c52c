using System.Text.RegularExpressions;
using Morph.Artifacts.Evaluations;
using Morph.Artifacts.Runs;

namespace Morph.Reporting.Tests;

public sealed partial class EvaluationWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_needs_nothing_else_and_is_the_same_bytes_again()
    {
        var page = Write(Evaluated());
        Assert.DoesNotContain("src=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", Links().Replace(page, ""), StringComparison.Ordinal);
        Assert.Equal(page, Write(Evaluated()));
    }

    [Fact]
    public void Each_figure_has_its_bars_its_meaning_and_its_verdict()
    {
        var page = Write(Evaluated());
        foreach (var kind in (FigureKind[])[FigureKind.NearestWindows, FigureKind.Silhouette, FigureKind.PairsMean])
        {
            Assert.Contains(Escaped(kind.Meaning), page, StringComparison.Ordinal);
        }

        Assert.Equal(3, Svg().Count(page));
        Assert.Equal(1 + 2 + 2 + 2, Rect().Count(page));
        Assert.Contains("<p class=\"verdict behind\">As good or better: hand features 0.800, where Morph has 0.700", page, StringComparison.Ordinal);
        Assert.Contains("In 2 of 3 figures a simple baseline does as well as Morph or better", page, StringComparison.Ordinal);
        Assert.Contains("Not same compound (by sample) is not here. No label has two samples.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_are_named_with_their_intervals_and_names_are_escaped()
    {
        var page = Write(Evaluated());
        Assert.Contains("UBC – &lt;PLK1&gt;", page, StringComparison.Ordinal);
        Assert.Contains("title=\"0.500 to 0.700\">0.60</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<PLK1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_baseline_is_as_good_the_page_says_so()
    {
        var evaluation = Evaluated();
        var page = Write(evaluation with { Figures = [evaluation.Figures[0] with { Value = 0.99 }, .. evaluation.Figures.Skip(1).Take(2)], Pairs = [] });
        Assert.Contains("In all 1 figures that can be compared, Morph is ahead of every baseline", page, StringComparison.Ordinal);
        Assert.DoesNotContain("verdict behind", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"clusters\"", page, StringComparison.Ordinal);
    }

    private static string Escaped(string text) => text.Replace("'", "&#39;", StringComparison.Ordinal);

    private string Write(Evaluation evaluation) => File.ReadAllText(EvaluationWriter.Write(new RunDirectory(_folder.Path), evaluation));

    private static Evaluation Evaluated()
    {
        FigureRow Row(FigureKind kind, string representation, double? value) =>
            new(kind.Name, kind.Level, representation, value, value - 0.1, value + 0.1, representation == "hand" ? -0.2 : null, representation == "hand" ? 0.1 : null, 10, "fields");
        return new()
        {
            Column = "gene",
            RunId = "run",
            Version = "0.1.0",
            Model = "0123456789ab",
            Seed = 1,
            Windows = 10,
            Fields = 4,
            Samples = 2,
            Resamples = 1000,
            Labels = [new("<PLK1>", 1, 2, 5), new("UBC", 1, 2, 5)],
            Representations = [new("morph", "Morph", "The embedding.", 128), new("hand", "hand features", "Measured.", 107), new("count", "cell count", "Counted.", 1)],
            Figures =
            [
                Row(FigureKind.NearestWindows, "morph", 0.7), Row(FigureKind.NearestWindows, "hand", 0.8), Row(FigureKind.NearestWindows, "count", 0.2),
                Row(FigureKind.PairsMean, "morph", 0.7), Row(FigureKind.PairsMean, "hand", 0.7),
                Row(FigureKind.Silhouette, "morph", -0.1), Row(FigureKind.Silhouette, "hand", -0.3), Row(FigureKind.Silhouette, "count", null),
            ],
            Absent = [new("nsc", "No label has two samples.")],
            Pairs = [new("UBC", "<PLK1>", [new("morph", 0.6, 0.5, 0.7), new("hand", 0.9, 0.8, 1), new("count", null, null, null)])],
            Retrieval = [new("UBC", 2, 0.5, 0.01, 0.02)],
        };
    }

    [GeneratedRegex("<svg ")]
    private static partial Regex Svg();

    [GeneratedRegex("<rect ")]
    private static partial Regex Rect();

    [GeneratedRegex("data:[^)]*")]
    private static partial Regex Links();
}
