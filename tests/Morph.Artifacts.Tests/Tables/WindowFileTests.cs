using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;

namespace Morph.Artifacts.Tests.Tables;

public sealed class WindowFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_reads_back_with_and_without_features()
    {
        var table = Examples.Windows(Examples.Field("A", "1", 5), Examples.Field("B", "2", 3, set: "test")) with
        {
            ClusterProbability = [1, 0.5f, 0.25f, 0.125f, 1, 1, 1, 0.75f],
            Outlier = [0, 0, 1, 0, 0, 0, 0, 1],
            OutlierScore = [0, -1.5f, 7.25f, 0, 0, 0, 0, 3.75f],
        };
        WindowFile.Write(Run, table);
        var read = WindowFile.Read(Run.WindowsFile);
        Assert.Equal(table.Sample, read.Sample);
        Assert.Equal(table.Field, read.Field);
        Assert.Equal(table.Set, read.Set);
        Assert.Equal(table.Metadata.Select(m => (m.Key, string.Join('|', m.Value))), read.Metadata.Select(m => (m.Key, string.Join('|', m.Value))));
        Assert.Equal(table.Y, read.Y);
        Assert.Equal(table.ForegroundFraction, read.ForegroundFraction);
        Assert.Equal(table.Features, read.Features);
        Assert.Equal(table.Umap1, read.Umap1);
        Assert.Equal(table.Umap2, read.Umap2);
        Assert.Equal(table.Cluster, read.Cluster);
        Assert.Equal(table.ClusterProbability, read.ClusterProbability);
        Assert.Equal(table.Outlier, read.Outlier);
        Assert.Equal(table.OutlierScore, read.OutlierScore);
        Assert.Empty(WindowFile.Read(Run.WindowsFile, features: false).Features);
    }

    [Fact]
    public void The_columns_stand_in_the_promised_order()
    {
        WindowFile.Write(Run, Examples.Windows(Examples.Field("A", "1", 1)));
        using var csv = new StringWriter();
        Assert.Equal(1, WindowFile.ExportCsv(Run.WindowsFile, csv));
        var header = Csv.ReadRows(new StringReader(csv.ToString())).First();
        Assert.Equal(
            [
                "Metadata_Sample", "Metadata_Field", "Metadata_Gene, \"alias\"", "Metadata_Well", "Metadata_Y", "Metadata_X",
                "Metadata_Foreground_Fraction", "Metadata_Model", "Metadata_Set",
                "Metadata_Cluster_Probability", "Metadata_Outlier", "Metadata_Outlier_Score",
                .. Enumerable.Range(0, 128).Select(i => $"Morph_{i:000}"), "UMAP_1", "UMAP_2", "Cluster",
            ],
            header);
    }

    [Fact]
    public void Novelty_is_the_last_column_of_assigned_windows_and_reads_back()
    {
        FieldEmbeddings[] fields = [Examples.Field("A", "1", 2)];
        WindowFile.Write(Run, WindowTable.From(fields, UmapTable.From(fields, new float[4]), [0, 1]) with { Novelty = [0.5f, 1.25f] });
        using var csv = new StringWriter();
        WindowFile.ExportCsv(Run.WindowsFile, csv);
        var rows = Csv.ReadRows(new StringReader(csv.ToString())).ToArray();
        Assert.Equal(["Cluster", "Novelty"], rows[0][^2..]);
        Assert.Equal(["1", "1.25"], rows[2][^2..]);
        Assert.Equal([0.5f, 1.25f], WindowFile.Read(Run.WindowsFile).Novelty ?? []);
    }

    [Fact]
    public void Corrected_features_stand_beside_the_encoders_in_the_same_rows()
    {
        var table = Examples.Windows(Examples.Field("A", "1", 3));
        WindowFile.Write(Run, table);
        var corrected = WindowFile.WriteCorrected(Run, table with { Features = [.. table.Features.Select(f => 2 * f)] });
        Assert.Equal("clusters/corrected.parquet", corrected.Path);
        var read = WindowFile.Read(Run.CorrectedFile);
        Assert.Equal(WindowFile.Read(Run.WindowsFile).Features.Select(f => 2 * f), read.Features);
        Assert.Equal((table.Field, table.Cluster, table.Umap2), (read.Field, read.Cluster, read.Umap2), (a, b) => a.Field.SequenceEqual(b.Field) && a.Cluster.SequenceEqual(b.Cluster) && a.Umap2.SequenceEqual(b.Umap2));
    }

    [Fact]
    public void The_csv_has_every_bit_of_the_table_across_row_groups()
    {
        var table = Examples.Windows(Examples.Field("A", "1", 65_536, dimensions: 1), Examples.Field("B", "2", 10, dimensions: 1, set: "test"));
        WindowFile.Write(Run, table);
        using var csv = new StringWriter();
        Assert.Equal(table.Count, WindowFile.ExportCsv(Run.WindowsFile, csv));
        var rows = Csv.ReadRows(new StringReader(csv.ToString())).Skip(1).ToArray();
        Assert.Equal(table.Count, rows.Length);
        for (var i = 0; i < table.Count; i++)
        {
            Assert.Equal(table.Sample[i], rows[i][0]);
            Assert.Equal(table.Features[i], float.Parse(rows[i][12], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(table.Cluster[i], int.Parse(rows[i][15], System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(table.Features, WindowFile.Read(Run.WindowsFile).Features);
    }

    [Fact]
    public void A_table_without_rows_has_its_columns()
    {
        WindowFile.Write(Run, Examples.Windows());
        Assert.Equal(0, WindowFile.Read(Run.WindowsFile).Count);
    }

    [Fact]
    public void The_mean_of_a_field_is_that_of_its_windows_across_row_groups()
    {
        var table = Examples.Windows(Examples.Field("A", "1", 65_530, dimensions: 2), Examples.Field("B", "2", 12, dimensions: 2));
        WindowFile.Write(Run, table);
        var means = WindowFile.ReadFieldMeans(Run.WindowsFile);
        Assert.Equal(2, means.Count);
        for (var d = 0; d < 2; d++)
        {
            Assert.Equal(Enumerable.Range(0, 65_530).Average(i => (double)table.Features[(2 * i) + d]), means[("A", "1")][d], 1e-6);
            Assert.Equal(Enumerable.Range(65_530, 12).Average(i => (double)table.Features[(2 * i) + d]), means[("B", "2")][d], 1e-6);
        }
    }

    [Fact]
    public void Memberships_read_back_under_the_names_of_their_clusters()
    {
        var table = Examples.Windows(Examples.Field("A", "1", 2));
        float[] probabilities = [0.5f, 0.25f, 0.25f, 0, 0.125f, 0.875f];
        var record = MembershipFile.Write(Run, table, probabilities, 3);
        Assert.Equal("clusters/memberships.parquet", record.Path);
        Assert.Equal(probabilities, MembershipFile.Read(Run.MembershipsFile));
        Assert.Throws<ArgumentException>(() => MembershipFile.Write(Run, table, probabilities, 2));
    }

    [Fact]
    public void A_map_of_other_windows_is_refused()
    {
        FieldEmbeddings[] fields = [Examples.Field("A", "1", 5)];
        var map = UmapTable.From(fields, new float[10]);
        map.X[2]++;
        Assert.Contains("Row 2", Assert.Throws<ArgumentException>(() => WindowTable.From(fields, map, new int[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_would_hide_a_column_is_renamed()
    {
        var field = Examples.Field("A", "1", 1);
        var table = Examples.Windows(field with { Metadata = field.Metadata.Add("Set", "mine") });
        WindowFile.Write(Run, table);
        var read = WindowFile.Read(Run.WindowsFile);
        Assert.Equal(["train"], read.Set);
        Assert.Equal(["mine"], read.Metadata["Set_Input"]);
    }

    [Fact]
    public void Another_table_is_told_by_the_column_it_lacks()
    {
        UmapFile.Write(Run, Morph.Domain.Identity.Digest.OfTexts("k"), UmapTable.From([Examples.Field("A", "1", 2)], new float[4]));
        var path = Run.UmapFile(Morph.Domain.Identity.Digest.OfTexts("k"));
        Assert.Equal([0, 32], UmapFile.Read(path).Y);
        Assert.Contains("Metadata_Foreground_Fraction", Assert.Throws<ArtifactException>(() => WindowFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
