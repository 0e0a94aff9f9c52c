using System.Collections.Immutable;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Artifacts.Tests.Tables;

public sealed class CsvTableTests : IDisposable
{
    private const string SampleHeader =
        "Metadata_Sample,Metadata_Set,Metadata_Fields,Metadata_Windows,Metadata_Foreground_Fraction,Cluster,Share,Second,Second_Share,Certain\n";

    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Awkward_texts_survive_a_row()
    {
        string[] cells = ["a", "", "b,c", "say \"hi\"", "two\r\nlines", " space ", "µm"];
        using var writer = new StringWriter();
        Csv.WriteRow(writer, cells);
        Assert.Equal("a,,\"b,c\",\"say \"\"hi\"\"\",\"two\r\nlines\", space ,µm\n", writer.ToString());
        Assert.Equal(cells, Assert.Single(Csv.ReadRows(new StringReader(writer.ToString()))));
    }

    [Fact]
    public void Fields_read_back_and_the_header_is_the_promised_one()
    {
        FieldRow[] rows =
        [
            new("S, 1", "00733", ImmutableSortedDictionary<string, string>.Empty.Add("Well", "A01"), "train", 50, 1.0 / 3, 2, 0.98, 7, 0.02, false, 3),
            new("S2", "00734", ImmutableSortedDictionary<string, string>.Empty.Add("Plate", "P"), "test", 0, 0, -1, 0),
        ];
        FieldTable.Write(Run, rows);
        Assert.Equal(
            "Metadata_Sample,Metadata_Field,Metadata_Plate,Metadata_Well,Metadata_Set,Metadata_Windows,Metadata_Foreground_Fraction,Cluster,Share,Second,Second_Share,Certain,Outliers",
            File.ReadLines(Run.FieldsFile).First());
        var read = FieldTable.Read(Run.FieldsFile);
        Assert.Equal(("S, 1", "00733", "train", 50, 1.0 / 3, 2, 0.98), (read[0].Sample, read[0].Field, read[0].Set, read[0].Windows, read[0].ForegroundFraction, read[0].Cluster, read[0].Share));
        Assert.Equal(("", "A01"), (read[0].Metadata["Plate"], read[0].Metadata["Well"]));
        Assert.Equal((7, 0.02, false, 3), (read[0].Second, read[0].SecondShare, read[0].Certain, read[0].Outliers));
        Assert.Equal(-1, read[1].Cluster);
    }

    [Fact]
    public void The_novel_share_of_assigned_fields_and_samples_is_the_last_column()
    {
        FieldRow[] fields = [new("S", "1", ImmutableSortedDictionary<string, string>.Empty.Add("Plate", "P"), "test", 50, 0.5, 2, 0.98, NovelShare: 0.02)];
        FieldTable.Write(Run, fields);
        Assert.EndsWith(",Second,Second_Share,Certain,Outliers,Novel_Share", File.ReadLines(Run.FieldsFile).First(), StringComparison.Ordinal);
        var read = Assert.Single(FieldTable.Read(Run.FieldsFile));
        Assert.Equal((0.02, "Plate"), (read.NovelShare, Assert.Single(read.Metadata).Key));

        SampleRow[] samples = [new("S", "test", 1, 50, 0.5, 2, 0.98, NovelShare: 0.02)];
        SampleTable.Write(Run, samples);
        Assert.EndsWith(",Second,Second_Share,Certain,Novel_Share", File.ReadLines(Run.SamplesFile).First(), StringComparison.Ordinal);
        Assert.Equal(samples, SampleTable.Read(Run.SamplesFile));
    }

    [Fact]
    public void Samples_losses_and_figures_read_back()
    {
        SampleRow[] samples = [new("S", "test", 4, 200, 0.25, 3, 0.9, 5, 0.1, Certain: false)];
        SampleTable.Write(Run, samples);
        Assert.Equal(samples, SampleTable.Read(Run.SamplesFile));

        Assert.Equal(
            "Metadata_Sample,Metadata_Set,Metadata_Fields,Metadata_Windows,Metadata_Foreground_Fraction,Cluster,Share,Second,Second_Share,Certain",
            File.ReadLines(Run.SamplesFile).First());

        BicRow[] curve = [new(1, 1234.5, -3.25, false), new(2, 1000.125, -3, true)];
        BicTable.Write(Run, curve);
        Assert.Equal(curve, BicTable.Read(Run.BicFile));
        Assert.Equal(["components,bic,lower_bound,chosen", "1,1234.5,-3.25,false", "2,1000.125,-3,true"], File.ReadLines(Run.BicFile));

        var key = Digest.OfTexts("train");
        LossRow[] losses = [new(1, 1, -0.1, 1.3862943611198906, 0.7, null), new(2, 1, -0.2, 1.3, 0.6, -0.15, Kept: true)];
        LossTable.Write(Run, key, losses);
        Assert.Equal(losses, LossTable.Read(Run.LossesFile(key)));

        MetricsFile.Write(Run, new Dictionary<string, double> { ["silhouette"] = 0.5, ["adjusted_rand_index"] = double.NaN });
        Assert.Equal([("adjusted_rand_index", double.NaN), ("silhouette", 0.5)], MetricsFile.Read(Run.MetricsFile).Select(m => (m.Key, m.Value)));
    }

    [Fact]
    public void A_run_without_failures_has_a_quarantine_with_a_header_alone()
    {
        QuarantineTable.Write(Run, []);
        Assert.Equal("Stage,Metadata_Sample,Metadata_Field,Attempts,Reason\n", File.ReadAllText(Run.QuarantineFile));
        Assert.Empty(QuarantineTable.Read(Run.QuarantineFile));
        QuarantinedItem[] items = [new(Stage.Load, "S", "00005", 3, "00005-actin.png ends too early, \"truncated\"")];
        QuarantineTable.Write(Run, items);
        Assert.Equal(items, QuarantineTable.Read(Run.QuarantineFile));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Metadata_Sample\nS\n", "Metadata_Set")]
    [InlineData("Metadata_Sample,Metadata_Set,Metadata_Fields\nS,train,four\n", "four")]
    [InlineData("\"Metadata_Sample", "quoted")]
    [InlineData(SampleHeader + "S,train,1,1,0.5,0,1,-1,0,yes\n", "'yes' as Certain, which is neither true nor false")]
    public void A_damaged_table_is_named_with_what_is_wrong(string content, string wrong)
    {
        Directory.CreateDirectory(Run.ClustersFolder);
        File.WriteAllText(Run.SamplesFile, content);
        var failure = Assert.Throws<ArtifactException>(() => SampleTable.Read(Run.SamplesFile));
        Assert.Contains(Run.SamplesFile, failure.Message, StringComparison.Ordinal);
        Assert.Contains(wrong, failure.Message, StringComparison.Ordinal);
    }
}
