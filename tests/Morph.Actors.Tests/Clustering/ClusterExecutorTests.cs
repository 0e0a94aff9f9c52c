using Morph.Actors.Assigning;
using Morph.Actors.Clustering;
using Morph.Actors.Tests.Fakes;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Clustering;

/// <summary>
/// Three samples of two fields: the first lies on one island of the map, the second on another, and each field of the third half and half.
/// </summary>
public sealed class ClusterExecutorTests : IDisposable
{
    private const int Windows = 30;

    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fields_and_samples_of_two_halves_are_uncertain_and_the_others_certain()
    {
        Execute();
        var fields = FieldTable.Read(Run.FieldsFile);
        Assert.Equal([true, true, true, true, false, false], fields.Select(f => f.Certain));
        Assert.Equal([-1, -1, -1, -1], fields.Take(4).Select(f => f.Second));
        Assert.All(fields.Skip(4), f => Assert.Equal((0.5, 0.5, 1), (f.Share, f.SecondShare, f.Cluster + f.Second)));
        Assert.Equal([true, true, false], SampleTable.Read(Run.SamplesFile).Select(s => s.Certain));
    }

    [Fact]
    public void Every_window_has_the_probability_of_its_cluster_and_a_row_of_memberships_has_it_too()
    {
        Execute();
        var windows = WindowFile.Read(Run.WindowsFile);
        var memberships = MembershipFile.Read(Run.MembershipsFile);
        for (var i = 0; i < windows.Count; i++)
        {
            Assert.InRange(windows.ClusterProbability[i], 0.5f, 1);
            Assert.Equal(windows.ClusterProbability[i], memberships[(2 * i) + windows.Cluster[i]]);
            Assert.Equal(1, memberships[2 * i] + memberships[(2 * i) + 1], 1e-6);
        }
    }

    [Fact]
    public void The_window_that_resembles_no_other_is_marked_and_counted()
    {
        Execute();
        var windows = WindowFile.Read(Run.WindowsFile);
        Assert.Equal(7, Array.IndexOf(windows.OutlierScore, windows.OutlierScore.Max()));
        Assert.Equal(1, windows.Outlier[7]);
        Assert.Equal(windows.Outlier.Take(Windows).Sum(), FieldTable.Read(Run.FieldsFile)[0].Outliers);
        Assert.InRange(windows.Outlier.Sum(), 1, windows.Count / 20);
    }

    [Fact]
    public void The_curve_has_the_chosen_number_whether_given_or_found()
    {
        Execute();
        var given = BicTable.Read(Run.BicFile);
        Assert.Equal(Enumerable.Range(1, 6), given.Select(r => r.Components));
        Assert.Equal([2], given.Where(r => r.Chosen).Select(r => r.Components));
        Assert.Equal(given[1].Bic, MetricsFile.Read(Run.MetricsFile)["bic"]);

        Execute(Settings with { Clusters = -1 });
        var found = BicTable.Read(Run.BicFile);
        Assert.Equal([2], found.Where(r => r.Chosen).Select(r => r.Components));
        Assert.Equal(2, found.MinBy(r => r.Bic)!.Components);
    }

    [Fact]
    public void A_number_beyond_those_tried_stands_in_the_curve_too()
    {
        Execute(Settings with { Clusters = 8 });
        Assert.Equal([1, 2, 3, 4, 5, 6, 8], BicTable.Read(Run.BicFile).Select(r => r.Components));
        Assert.True(BicTable.Read(Run.BicFile)[^1].Chosen);
    }

    [Fact]
    public void Done_again_the_files_have_the_same_bytes_and_none_is_left_of_an_earlier_clustering()
    {
        var first = Execute();
        Assert.Equal(first.Artifacts.AsEnumerable(), Execute().Artifacts);
        Assert.Contains(first.Artifacts, a => a.Path == "clusters/memberships.parquet");
        var many = Execute(Settings with { Clusters = WindowMemberships.MostClusters + 1, NInit = 1 });
        Assert.DoesNotContain(many.Artifacts, a => a.Path == "clusters/memberships.parquet");
        Assert.False(File.Exists(Run.MembershipsFile));
    }

    [Fact]
    public void Windows_of_another_runs_map_get_its_clusters_with_probability_certainty_and_outliers()
    {
        var second = new RunDirectory(_folder.File("second"));
        var model = Adopt(Execute(), second);

        // Its seventh window lies still farther away than that of the run.
        var assigned = Execute(null, model, second, far: 40);

        var (before, after) = (WindowFile.Read(Run.WindowsFile), WindowFile.Read(second.WindowsFile));
        Assert.Equal(before.Cluster, after.Cluster);
        Assert.Equal(before.ClusterProbability, after.ClusterProbability);
        Assert.Equal(MembershipFile.Read(Run.MembershipsFile), MembershipFile.Read(second.MembershipsFile));
        Assert.Equal(FieldTable.Read(Run.FieldsFile).Select(f => (f.Cluster, f.Share, f.Second, f.Certain)), FieldTable.Read(second.FieldsFile).Select(f => (f.Cluster, f.Share, f.Second, f.Certain)));
        Assert.Equal(model.Mixture.Digest, assigned.Artifacts.Single(a => a.Path == "clusters/mixture.json").Digest);
        Assert.Equal([7], Enumerable.Range(0, after.Count).Where(i => after.Novelty![i] > 1));
        Assert.Equal(1, after.Outlier[7]);
        Assert.Equal([1.0 / Windows, 0], FieldTable.Read(second.FieldsFile).Take(2).Select(f => f.NovelShare!.Value));
        Assert.Equal(0.5 / Windows, SampleTable.Read(second.SamplesFile)[0].NovelShare!.Value, 1e-12);
        Assert.DoesNotContain(assigned.Artifacts, a => a.Path == "clusters/bic.csv");
        Assert.DoesNotContain("bic", MetricsFile.Read(second.MetricsFile).Keys);
    }

    private static ClusterSettings Settings => new() { Clusters = 2, MaxClusters = 6, NInit = 2 };

    private ModelRun Adopt(UnitResult first, RunDirectory by)
    {
        ArtifactRecord File(string name) => first.Artifacts.Single(a => a.Path == "clusters/" + name);
        var model = new ModelRun(Run.Root, "first", File("fields.csv"), File("samples.csv"), File("windows.parquet"), File("mixture.json"));
        new AdoptedModel(by, model).Bring();
        return model;
    }

    private UnitResult Execute(ClusterSettings? settings = null, ModelRun? model = null, RunDirectory? directory = null, float far = 12)
    {
        var run = directory ?? Run;
        var definition = MemoryRunStore.Definition(3, 2);
        definition = definition with { Settings = definition.Settings with { Cluster = settings ?? Settings }, Model = model };
        FieldEmbeddings[] fields = [.. definition.Manifest.Fields.Select(f => Embeddings(f, far))];
        var inputs = ListingFile.Write(run, run.Absolute("reduce/inputs.csv"), fields.Select(f => EmbeddingFile.Write(run, f)));
        var map = UmapFile.Write(run, Digest.OfTexts("reduce"), UmapTable.From(fields, [.. fields.SelectMany(Coordinates)]));
        using var executor = new ClusterExecutor(new MemoryRunStore(definition), _ => new Blank());
        var order = new WorkOrder(new(Stage.Cluster), Digest.OfTexts("cluster"), MemoryRunStore.Reference with { Directory = run.Root }, new ClusterTask(inputs, map));
        return executor.Execute(order, new(CancellationToken.None, (_, _, _) => { }, _ => { }));
    }

    // Windows that do not overlap, each with four features; one of the first field lies far from all.
    private static FieldEmbeddings Embeddings(FieldEntry field, float far)
    {
        var random = RandomSource.For(1, field.Field);
        return new(
            field.Sample, field.Field, field.Metadata, "0123456789ab", FieldEmbeddings.TrainSet, ["DNA"],
            [.. Enumerable.Range(0, Windows).Select(i => 128 * i)],
            [.. Enumerable.Range(0, Windows).Select(_ => 0)],
            [.. Enumerable.Range(0, Windows).Select(_ => 0.5f)],
            [.. Enumerable.Range(0, 4 * Windows).Select(i => (float)random.NextGaussian() + (field.Field == "00000" && i / 4 == 7 ? far : 0))],
            4);
    }

    private static IEnumerable<float> Coordinates(FieldEmbeddings field)
    {
        var random = RandomSource.For(2, field.Field);
        for (var i = 0; i < Windows; i++)
        {
            var island = field.Sample switch { "S00" => 0, "S01" => 1, _ => i % 2 };
            yield return (12 * island) + (float)random.NextGaussian();
            yield return (float)random.NextGaussian();
        }
    }

    private sealed class Blank : IFieldSource
    {
        public FieldImage ReadImage(FieldEntry field) => throw new InvalidOperationException("The clustering needs no pixels.");

        public FieldMask ReadMask(FieldEntry field) => new(2, 2, [true, false, false, false]);
    }
}
