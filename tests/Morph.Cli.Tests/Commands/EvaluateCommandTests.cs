using System.Text.Json;
using Morph.Artifacts.Evaluations;
using Morph.Artifacts.Runs;

namespace Morph.Cli.Tests.Commands;

/// <summary><c>morph evaluate</c> over the directory of a finished run, its figures beside those of scikit-learn and numpy.</summary>
public sealed class EvaluateCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunDirectory _run = null!;

    public async Task InitializeAsync() => _run = await FinishedRun.WriteAsync(_folder);

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Morphs_figures_are_those_that_scikit_learn_and_numpy_compute_from_the_same_table()
    {
        var figures = await EvaluateAsync("--by", "gene", "--batch", "Metadata_Plate", "--control", "AAK1");
        Assert.Equal(Share("knn5_gene"), Morph(figures, FigureKind.NearestWindows), 1e-9);
        Assert.Equal(Share("nearest_field_gene"), Morph(figures, FigureKind.NearestField), 1e-9);
        Assert.Equal(Share("knn5_gene_across_plates"), Morph(figures, FigureKind.NearestWindowsAcrossBatches), 1e-9);
        Assert.Equal(Share("nearest_field_gene_across_plates"), Morph(figures, FigureKind.NearestFieldAcrossBatches), 1e-9);
        Assert.Equal(Share("nsc_gene"), Morph(figures, FigureKind.NotSameCompound), 1e-9);
        Assert.Equal(Share("nscb_gene"), Morph(figures, FigureKind.NotSameCompoundAndBatch), 1e-9);
        Assert.Equal(Number("ari_gene"), Morph(figures, FigureKind.RandWindow), 1e-9);
        Assert.Equal(Number("nmi_gene"), Morph(figures, FigureKind.InformationWindow), 1e-9);
        Assert.Equal(Numbers("silhouette_gene").Average(), Morph(figures, FigureKind.Silhouette), 1e-9);
        var precisions = Numbers("average_precision_gene").Zip(FinishedRun.Ints("gene_of_field"), (precision, gene) => (Precision: precision, Gene: gene));
        Assert.Equal(precisions.GroupBy(p => p.Gene).Average(g => g.Average(p => p.Precision)), Morph(figures, FigureKind.MeanAveragePrecision), 1e-9);
        Assert.Equal((4, 8), (Morphs(figures, FigureKind.NotSameCompound).Count, Morphs(figures, FigureKind.NotSameCompoundAndBatch).Count));
        Assert.Equal(["AAK1", "PLK3"], figures.Retrieval.Select(r => r.Label));
        Assert.Equal(
            ["morph", "standardised", "whitened", "hand", "intensity", "count", "untrained", "shuffled"], figures.Representations.Select(r => r.Name));
    }

    [Fact]
    public async Task Labels_of_which_one_has_a_single_field_have_the_figures_of_scikit_learn_and_copairs()
    {
        var figures = await EvaluateAsync("--by", "rare");
        var asked = FinishedRun.Golden.GetProperty("knn5_rare").EnumerateArray().Where(v => v.ValueKind != JsonValueKind.Null).Select(v => v.GetDouble()).ToList();
        Assert.Equal(asked.Average(), Morph(figures, FigureKind.NearestWindows), 1e-9);
        Assert.Equal(asked.Count, Morphs(figures, FigureKind.NearestWindows).Count);
        var retrieval = FinishedRun.Golden.GetProperty("retrieval_rare").EnumerateArray().Select(r => r.GetProperty("mean").GetDouble());
        Assert.Equal(retrieval.Average(), Morph(figures, FigureKind.MeanAveragePrecision), 1e-9);
        Assert.Equal(["R0", "R1", "R2"], figures.Retrieval.Select(r => r.Label));
    }

    [Fact]
    public async Task Pairs_of_samples_are_those_of_scikit_learn_the_worst_first()
    {
        var figures = await EvaluateAsync("--by", "sample");
        var expected = FinishedRun.Golden.GetProperty("pairs_sample").EnumerateArray().Select(p => p[2].GetDouble()).ToList();
        Assert.Equal(expected.Order(), figures.Pairs.Select(p => p.Values[0].Value!.Value));
        Assert.Equal(expected.Average(), Morph(figures, FigureKind.PairsMean), 1e-9);
        Assert.Equal(expected.Min(), Morph(figures, FigureKind.PairsWorst), 1e-9);
        Assert.Contains(figures.Absent, a => a is { Figure: "nsc", Reason: "No label has two samples, so no other sample could be right." });
    }

    [Fact]
    public async Task A_classifier_across_batches_learns_from_the_other_batches_alone()
    {
        var figures = await EvaluateAsync("--by", "gene", "--batch", "Plate", "--guide");
        Assert.Equal(Share("guide_gene_across_plates"), Morph(figures, FigureKind.GuideWindowAcrossBatches), 1e-9);
        Assert.NotEqual(Morph(figures, FigureKind.GuideWindow), Morph(figures, FigureKind.GuideWindowAcrossBatches));
        Assert.Equal(FinishedRun.Fields, Morphs(figures, FigureKind.GuideFieldAcrossBatches).Count);
        Assert.Equal(44, Morphs(await EvaluateAsync("--by", "rare", "--batch", "Plate", "--guide"), FigureKind.GuideWindowAcrossBatches).Count);
    }

    [Fact]
    public async Task Intervals_hold_the_figure_and_say_what_was_resampled()
    {
        var figures = await EvaluateAsync("--by", "gene", "--guide");
        Assert.All(figures.Figures.Where(f => f.Resampled.Length > 0 && f.Value is not null), f =>
        {
            Assert.Equal(f.Level == "sample" ? "samples" : "fields", f.Resampled);
            Assert.InRange(f.Value!.Value, f.Low!.Value - 1e-9, f.High!.Value + 1e-9);
            Assert.Equal(f.Representation == "morph", f.AheadLow is null);
        });
        Assert.True(Morph(figures, FigureKind.GuideWindow) > 0.5);
        Assert.Contains(figures.Figures, f => f is { Figure: "guide_field", Representation: "hand", Count: FinishedRun.Fields });
    }

    [Fact]
    public async Task The_same_command_writes_the_same_bytes_and_verify_has_nothing_against_them()
    {
        string[] names = ["figures.json", "figures.csv", "index.html"];
        await EvaluateAsync("--by", "gene");
        var first = names.Select(n => File.ReadAllText(_run.EvaluationFile("gene", n))).ToList();
        await EvaluateAsync("--by", "gene");
        Assert.Equal(first, names.Select(n => File.ReadAllText(_run.EvaluationFile("gene", n))));
        Assert.Equal(0, (await MorphRun.Of("verify", _run.Root)).ExitCode);
    }

    [Fact]
    public async Task The_terminal_shows_the_figures_and_where_they_are()
    {
        var run = await MorphRun.Of("evaluate", _run.Root, "--by", "rare");
        Assert.Contains("48 windows of 12 fields of 4 samples, 4 labels in rare.", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Nearest windows +window +44 +0\.773 +0\.\d{3} to [01]\.\d{3}", run.Output);
        Assert.Contains("R0 - R1", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Page      {_run.EvaluationFile("rare", "index.html")}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_without_a_label_are_left_out_and_counted()
    {
        var figures = await EvaluateAsync("--by", "partly");
        Assert.Equal((36, 12, 9), (figures.Windows, figures.WindowsLeftOut, figures.Fields));
        Assert.Equal(["L0", "L1", "L2"], figures.Labels.Select(l => l.Name));
    }

    [Theory]
    [InlineData(new[] { "--by", "gnee" }, "has no column 'gnee'; did you mean gene? There are Sample, Plate, gene, partly, rare, stain, Set.")]
    [InlineData(new[] { "--by", "stain" }, "every field has the label 'Hoechst', so there is nothing to tell apart")]
    [InlineData(new[] { "--by", "gene", "--control", "AKK1" }, "no field has 'AKK1' in the column gene; did you mean 'AAK1'? There are AAK1, PLK3.")]
    [InlineData(new[] { "--by", "gene", "--batch", "day" }, "--batch day: the image set has no column 'day'")]
    [InlineData(new[] { "--by", "gene", "--batch", "stain" }, "every field is of the batch 'Hoechst'; leave --batch out")]
    [InlineData(new[] { "--by", "gene", "--batch", "partly" }, "has no value in the column partly; give each field one, or leave --batch out")]
    public async Task What_cannot_be_evaluated_is_refused_with_the_way_out(string[] arguments, string message)
    {
        var run = await MorphRun.Of(["evaluate", _run.Root, .. arguments]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_run.Root, "evaluation")));
    }

    [Fact]
    public async Task A_run_that_is_not_finished_and_a_directory_without_one_are_refused()
    {
        File.Delete(_run.WindowsFile);
        var unfinished = await MorphRun.Of("evaluate", _run.Root, "--by", "gene");
        Assert.Equal((1, true), (unfinished.ExitCode, unfinished.Error.Contains("the stage cluster is not done", StringComparison.Ordinal)));
        Assert.Equal(3, (await MorphRun.Of("evaluate", _folder.File("nowhere"), "--by", "gene")).ExitCode);
        Assert.Equal(2, (await MorphRun.Of("evaluate", _run.Root)).ExitCode);
    }

    [Fact]
    public async Task Images_that_are_gone_or_others_and_a_model_that_is_gone_are_named()
    {
        var image = Directory.GetFiles(_folder.File("images"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(image);
        File.WriteAllBytes(image, bytes[..^1]);
        var other = await MorphRun.Of("evaluate", _run.Root, "--by", "gene");
        Assert.Equal((3, true), (other.ExitCode, other.Error.Contains($"{image} has ", StringComparison.Ordinal)));
        File.Delete(image);
        var gone = await MorphRun.Of("evaluate", _run.Root, "--by", "gene");
        Assert.Equal((3, true), (gone.ExitCode, gone.Error.Contains($"{image} is not there", StringComparison.Ordinal)));
        File.WriteAllBytes(image, bytes);
        Directory.Delete(Path.Combine(_run.Root, "checkpoints"), recursive: true);
        var model = await MorphRun.Of("evaluate", _run.Root, "--by", "gene");
        Assert.Equal((1, true), (model.ExitCode, model.Error.Contains("is the model", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_model_of_assigned_images_is_the_adopted_one()
    {
        Directory.CreateDirectory(Path.Combine(_run.Root, "adopted"));
        File.Move(Directory.GetFiles(_run.Root, "best.ckpt", SearchOption.AllDirectories).Single(), Path.Combine(_run.Root, "adopted", "best.ckpt"));
        Directory.Delete(Path.Combine(_run.Root, "checkpoints"), recursive: true);
        Assert.Equal(48, (await EvaluateAsync("--by", "gene")).Windows);
    }

    private static double Number(string name) => FinishedRun.Golden.GetProperty(name).GetDouble();

    private static double[] Numbers(string name) => [.. FinishedRun.Golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static double Share(string outcomes) =>
        FinishedRun.Golden.GetProperty(outcomes).EnumerateArray().Where(v => v.ValueKind != JsonValueKind.Null).Average(v => v.GetInt32());

    private static FigureRow Morphs(Evaluation evaluation, FigureKind kind) => evaluation.Of(kind.Name).Single(f => f.Representation == "morph");

    private static double Morph(Evaluation evaluation, FigureKind kind) => Morphs(evaluation, kind).Value!.Value;

    private async Task<Evaluation> EvaluateAsync(params string[] arguments)
    {
        var run = await MorphRun.Of(["evaluate", _run.Root, .. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var column = JsonDocument.Parse(run.Output).RootElement.GetProperty("column").GetString()!;
        return EvaluationFile.Read(_run, column);
    }
}
