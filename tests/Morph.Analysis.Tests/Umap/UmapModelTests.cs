using Morph.Analysis.Umap;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Umap;

public class UmapModelTests
{
    private static readonly UmapOptions Quick = new() { NEpochs = 60 };

    [Fact]
    public void The_same_seed_gives_the_same_bytes_for_any_number_of_threads_and_another_seed_another_map()
    {
        var points = Groups(3, 120, 10);
        var one = UmapModel.Fit(points, Quick with { Threads = 1 }, new RandomSource(5));
        var four = UmapModel.Fit(points, Quick with { Threads = 4 }, new RandomSource(5));
        Assert.Equal(one.Embedding, four.Embedding);
        Assert.Equal(one.Transform(points, new RandomSource(6)), four.Transform(points, new RandomSource(6)));
        Assert.NotEqual(one.Embedding, UmapModel.Fit(points, Quick, new RandomSource(6)).Embedding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(61)]
    public void Few_points_get_finite_and_different_places(int count)
    {
        var model = UmapModel.Fit(Groups(1, count, 4), Quick, new RandomSource(1));
        AssertFinite(model.Embedding, count);
        Assert.Equal(count, Places(model.Embedding).Distinct().Count());
        AssertFinite(model.Transform(Groups(1, 3, 4), new RandomSource(1)), 3);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(200)]
    public void Points_that_are_all_equal_get_finite_places(int count)
    {
        var model = UmapModel.Fit(new Points(new float[count * 3], 3), Quick, new RandomSource(1));
        AssertFinite(model.Embedding, count);
        AssertFinite(model.Transform(new Points(new float[] { 0, 0, 0, 1, 1, 1 }, 3), new RandomSource(1)), 2);
    }

    [Fact]
    public void Every_point_twice_gets_finite_places_near_its_double()
    {
        var once = Groups(2, 60, 8);
        var twice = new Points(once.Values.ToArray().Concat(once.Values.ToArray()).ToArray(), 8);
        var map = UmapModel.Fit(twice, new(), new RandomSource(2)).Embedding;
        AssertFinite(map, 240);
        var places = Places(map);
        var far = places.Zip(places.Skip(120)).Take(120).Average(p => Distance(p.First, p.Second));
        Assert.True(far < 0.2 * places.Average(p => Distance(p, places[0])), $"doubles lie {far} apart");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Groups_without_any_edge_between_them_stay_apart(int groups)
    {
        var map = Places(UmapModel.Fit(Groups(groups, 40, 6, distance: 1000), new(), new RandomSource(3)).Embedding);
        var centers = Enumerable.Range(0, groups)
            .Select(g => map.Where((_, i) => i % groups == g).ToArray())
            .Select(members => (X: (float)members.Average(p => p.X), Y: (float)members.Average(p => p.Y)))
            .ToArray();
        for (var i = 0; i < map.Length; i++)
        {
            var nearest = Enumerable.Range(0, groups).MinBy(g => Distance(map[i], centers[g]));
            Assert.Equal(i % groups, nearest);
        }
    }

    [Fact]
    public void Mapped_points_are_transformed_to_about_their_own_places_and_the_map_stays()
    {
        var points = Groups(3, 80, 10);
        var model = UmapModel.Fit(points, new(), new RandomSource(4));
        var before = model.Embedding.ToArray();
        var again = Places(model.Transform(points, new RandomSource(4)));
        Assert.Equal(before, model.Embedding);
        Assert.True(again.Zip(Places(before)).Average(p => Distance(p.First, p.Second)) < 1);
    }

    [Fact]
    public void A_model_rebuilt_from_its_parts_transforms_to_the_same_bytes()
    {
        var points = Groups(2, 60, 5);
        var model = UmapModel.Fit(points, Quick, new RandomSource(4));
        var rebuilt = new UmapModel(points, model.Embedding, model.Curve, model.Options);
        var fresh = Groups(2, 20, 5);
        Assert.Equal(model.Transform(fresh, new RandomSource(1)), rebuilt.Transform(fresh, new RandomSource(1)));
    }

    [Fact]
    public void No_repulsion_and_many_repelling_points_both_work()
    {
        foreach (var rate in new[] { 0, 1, 7, 20 })
        {
            AssertFinite(UmapModel.Fit(Groups(2, 40, 5), Quick with { NegativeSampleRate = rate }, new RandomSource(1)).Embedding, 80);
        }
    }

    [Fact]
    public void Progress_names_each_step_and_counts_the_epochs()
    {
        var told = new List<UmapProgress>();
        UmapModel.Fit(Groups(2, 40, 5), Quick, new RandomSource(1), new Listener(told.Add));
        Assert.Equal([UmapStep.Neighbors, UmapStep.Graph, UmapStep.Start, UmapStep.Layout], told.Select(t => t.Step).Distinct());
        Assert.Equal(Enumerable.Range(1, 60), told.Where(t => t.Step == UmapStep.Layout).Select(t => t.Done));
    }

    [Fact]
    public void A_cancelled_fit_stops_in_the_layout()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0;
        var listener = new Listener(told =>
        {
            if (told.Step == UmapStep.Layout && ++epochs == 3)
            {
                source.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(
            () => UmapModel.Fit(Groups(2, 40, 5), Quick, new RandomSource(1), listener, source.Token));
        Assert.Equal(3, epochs);
    }

    [Fact]
    public void No_points_no_numbers_and_wrong_options_are_refused()
    {
        Assert.Throws<StageException>(() => UmapModel.Fit(new Points(Array.Empty<float>(), 3), Quick, new RandomSource(1)));
        Assert.Contains("Row 1, column 0", Assert.Throws<StageException>(() => new Points(new[] { 0f, 1, float.NaN, 2 }, 2)).Message);
        Assert.Throws<ArgumentException>(() => new Points(new float[5], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => UmapModel.Fit(Groups(1, 5, 2), new() { NNeighbors = 1 }, new RandomSource(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => UmapModel.Fit(Groups(1, 5, 2), new() { MinDist = 2 }, new RandomSource(1)));
        var model = UmapModel.Fit(Groups(1, 5, 2), Quick, new RandomSource(1));
        Assert.Throws<ArgumentException>(() => model.Transform(Groups(1, 5, 3), new RandomSource(1)));
    }

    /// <summary>Points of several Gaussian groups in turn.</summary>
    private static Points Groups(int groups, int each, int features, double distance = 8)
    {
        var random = new RandomSource(17);
        var centers = Enumerable.Range(0, groups * features).Select(_ => distance * random.NextGaussian()).ToArray();
        return new(
            Enumerable.Range(0, groups * each)
                .SelectMany(i => Enumerable.Range(0, features)
                    .Select(j => (float)(centers[i % groups * features + j] + random.NextGaussian())))
                .ToArray(),
            features);
    }

    private static (float X, float Y)[] Places(float[] map) => [.. map.Chunk(2).Select(p => (p[0], p[1]))];

    private static double Distance((float X, float Y) a, (float X, float Y) b) =>
        Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    private static void AssertFinite(float[] map, int points)
    {
        Assert.Equal(2 * points, map.Length);
        Assert.All(map, value => Assert.True(float.IsFinite(value)));
    }

    private sealed class Listener(Action<UmapProgress> told) : IProgress<UmapProgress>
    {
        public void Report(UmapProgress value) => told(value);
    }
}
