using System.Diagnostics;
using System.Text.RegularExpressions;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using SkiaSharp;

namespace Morph.Reporting.Tests;

public sealed partial class ReportWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_promised_files_are_there_and_recorded()
    {
        var records = Draw(Small);
        Assert.Equal(
            [
                "report/index.html", "report/scatter-train-sample.png", "report/scatter-train-cluster.png", "report/scatter-test-sample.png",
                "report/scatter-test-cluster.png", "report/bic.png", "report/loss.png", "report/neighbours.csv", "report/fields/M00-F00001.png", "report/fields/M00-F00002.png",
                "report/fields/M01-F00003.png", "report/fields/M01-F00004.png", "report/fields/M02-F00005.png", "report/fields/M02-F00006.png",
            ],
            records.Select(r => r.Path));
        Assert.All(records, r => Assert.Null(Morph.Artifacts.Files.ArtifactCheck.Check(Run, r)));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes() => Assert.Equal(Draw(Small), Draw(Small));

    [Fact]
    public void The_page_needs_no_other_file_and_no_network()
    {
        Draw(Small);
        var page = File.ReadAllText(Run.ReportPage);
        Assert.DoesNotMatch(OutsideReference(), page);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_never_become_markup()
    {
        var evil = "<script>alert('x')</script>&amp;\"quoted\" " + new string('w', 300);
        Draw(Small with { SampleName = i => $"{i} {evil}", Channels = ["<b>DNA", "a&b"], Quarantined = [new(Stage.Load, evil, evil, 3, evil)] });
        var page = File.ReadAllText(Run.ReportPage);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>DNA", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Equal(page.Split("<svg").Length, page.Split("</svg>").Length);
    }

    [Fact]
    public void Without_held_out_samples_or_losses_the_page_says_so()
    {
        var records = Draw(Small with { HeldOut = 0, Steps = 0 });
        Assert.DoesNotContain(records, r => r.Path.Contains("test", StringComparison.Ordinal) || r.Path.Contains("loss", StringComparison.Ordinal));
        var page = File.ReadAllText(Run.ReportPage);
        Assert.Contains("No sample was held out", page, StringComparison.Ordinal);
        Assert.Contains("loss log of this run", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Assigned_windows_are_shown_over_those_of_the_run_that_they_were_assigned_to()
    {
        var inputs = (Small with { HeldOut = Small.Samples }).WriteTo(Run);
        var file = new Morph.Domain.Identity.ArtifactRecord("clusters/windows.parquet", default, 0);
        Directory.CreateDirectory(Path.GetDirectoryName(Run.AdoptedFile(file))!);
        File.Copy(Run.WindowsFile, Run.AdoptedFile(file));
        inputs = inputs with { Run = inputs.Run with { Model = new("/models/first", "first-plate", file, file, file, file) } };
        var records = ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest));
        Assert.Contains(records, r => r.Path == "report/scatter-test-cluster.png");
        var page = File.ReadAllText(Run.ReportPage);
        Assert.Contains("Assigned samples", page, StringComparison.Ordinal);
        Assert.Contains("Grey points behind them are that run’s windows.", page, StringComparison.Ordinal);
        Assert.Contains("run first-plate in /models/first", page, StringComparison.Ordinal);
        Assert.DoesNotContain("held out", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No sample was held out", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_whose_pixels_are_lost_has_its_reason_instead_of_a_picture()
    {
        var records = Draw(Small, unreadable: "00003");
        Assert.DoesNotContain(records, r => r.Path.EndsWith("F00003.png", StringComparison.Ordinal));
        Assert.Contains("00003-DNA.png ends before its last row.", File.ReadAllText(Run.ReportPage), StringComparison.Ordinal);
    }

    [Fact]
    public void Quarantined_items_are_named_with_reasons()
    {
        Draw(Small with { Quarantined = [new(Stage.Load, "siRNA-09", "00099", 3, "00099-actin.png is empty.")] });
        var page = File.ReadAllText(Run.ReportPage);
        Assert.Contains("1 item left out", page, StringComparison.Ordinal);
        Assert.Contains("00099-actin.png is empty.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(2, 0, 2, 5)]
    [InlineData(30, 4, 30, 2)]
    [InlineData(100, 20, 60, 3)]
    public void Few_and_many_samples_clusters_and_channels_are_drawn(int samples, int heldOut, int clusters, int channels)
    {
        var run = Small with
        {
            Samples = samples,
            HeldOut = heldOut,
            Clusters = clusters,
            FieldsPerSample = 1,
            Side = 64,
            Channels = [.. new[] { "DNA", "tubulin", "actin", "Mito", "other" }.Take(channels)],
        };
        var records = Draw(run);
        Assert.Equal(samples, records.Count(r => r.Path.StartsWith("report/fields/", StringComparison.Ordinal)));
        Assert.True(records[0].Bytes < 12_000_000, $"The page has {records[0].Bytes} bytes.");
    }

    [Fact]
    public void Pictures_of_an_earlier_report_do_not_stay()
    {
        Draw(Small);
        var old = Run.FieldPicture(2, "00001");
        File.Copy(Run.FieldPicture(0, "00001"), old);
        Draw(Small);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(Run.FieldPicture(0, "00001")));
    }

    [Fact]
    public void A_cluster_that_is_no_fields_main_one_still_has_examples()
    {
        var inputs = Small.WriteTo(Run);
        var windows = Morph.Artifacts.Tables.WindowFile.Read(Run.WindowsFile);
        windows.Cluster[0] = 7;
        Morph.Artifacts.Tables.WindowFile.Write(Run, windows);
        ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest));
        var card = File.ReadAllText(Run.ReportPage).Split("id=\"M07\"")[1].Split("</article>")[0];
        Assert.Contains("these have the largest share", card, StringComparison.Ordinal);
        Assert.Contains("alt=\"Field 00001 of siRNA-01 in M07\"", card, StringComparison.Ordinal);
        Assert.Contains("8 % of its windows", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_table_is_named()
    {
        var inputs = Small.WriteTo(Run);
        File.Delete(Run.FieldsFile);
        var failure = Assert.Throws<ArtifactException>(() => ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest)));
        Assert.Contains(Run.FieldsFile, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_readable_and_not_blank()
    {
        foreach (var record in Draw(Small).Where(r => r.Path.EndsWith(".png", StringComparison.Ordinal)))
        {
            using var picture = SKBitmap.Decode(Run.Absolute(record.Path));
            Assert.True(picture.Pixels.Distinct().Count() > 20, record.Path);
        }
    }

    /// <summary>Draws the page for people to look at: MORPH_LOOK=folder dotnet test --filter Drawn_to_be_looked_at.</summary>
    [SkippableFact]
    public void Drawn_to_be_looked_at()
    {
        var folder = Environment.GetEnvironmentVariable("MORPH_LOOK");
        Skip.If(folder is null, "Name a folder in MORPH_LOOK to have pages drawn there.");
        (string Name, SyntheticRun Run)[] runs =
        [
            ("plate", new() { Quarantined = [new(Stage.Load, "siRNA-03", "00013", 3, "00013-actin.png ends before its last row: 4,000 of 262,144 bytes.")] }),
            ("two", new() { Samples = 2, HeldOut = 0, Clusters = 1, Steps = 0, Channels = ["signal"] }),
            ("five-channels", new() { Samples = 6, HeldOut = 2, Clusters = 6, Mixing = 0.5, Channels = ["DNA", "ER", "RNA", "AGP", "Mito"], SampleName = i => $"Compound {i} <long & \"quoted\"> dissolved in dimethyl sulfoxide at 10 µM, 24 h" }),
            ("large", new() { Samples = 384, HeldOut = 96, Clusters = 384, Side = 256 }),
        ];
        foreach (var (name, synthetic) in runs)
        {
            var run = new RunDirectory(Path.Combine(folder!, name));
            var inputs = synthetic.WriteTo(run);
            var watch = Stopwatch.StartNew();
            ReportWriter.Write(run, inputs, new SyntheticFields(inputs.Manifest));
            Console.WriteLine($"{name}: {watch.Elapsed}, page {new FileInfo(run.ReportPage).Length / 1e6:0.0} MB");
        }
    }

    private static SyntheticRun Small => new() { Samples = 3, HeldOut = 1, FieldsPerSample = 2, WindowsPerField = 12, Clusters = 3, Side = 96, Mixing = 0.1 };

    private IReadOnlyList<Morph.Domain.Identity.ArtifactRecord> Draw(SyntheticRun synthetic, string unreadable = "")
    {
        var inputs = synthetic.WriteTo(Run);
        return ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest, unreadable));
    }

    [GeneratedRegex("""(src|href)="(?!data:|#|fields/)|url\((?!data:)|@import|https?://""")]
    private static partial Regex OutsideReference();
}
