using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Learning.Training;

namespace Morph.Learning.Tests.Training;

public class TrainingPlanTests
{
    [Fact]
    public void Each_epoch_is_another_permutation_and_a_batch_never_holds_a_sample_twice()
    {
        var plan = SyntheticFields.Plan(100) with { Train = [.. Enumerable.Range(0, 7).Select(i => SyntheticFields.Sample($"s{i}", 1))] };
        Assert.Equal(3, plan.StepsPerEpoch);
        var epochs = Enumerable.Range(0, 20).Select(e => Enumerable.Range(1, 3).SelectMany(s => Sampler.Batch(plan, e * 3 + s)).ToArray()).ToArray();
        Assert.All(epochs, e => Assert.Equal(6, e.Distinct().Count()));
        Assert.Equal(20, epochs.Select(e => string.Join(",", e)).Distinct().Count());
        Assert.Equal(7, epochs.SelectMany(e => e).Distinct().Count());
        Assert.Equal([1, 1, 1, 2], Enumerable.Range(1, 4).Select(s => Sampler.EpochOf(plan, s)));
    }

    [Fact]
    public void A_single_sample_is_refused_with_the_way_out()
    {
        var failure = Assert.Throws<StageException>(() => (SyntheticFields.Plan(1) with { Train = [SyntheticFields.Sample("only", 4)] }).Check());
        Assert.Contains("at least two; there is only 'only'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("morph.train.held-out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_named_by_their_key()
    {
        var plan = SyntheticFields.Plan(1);
        Assert.Contains("morph.train.samples-per-batch is 1", Refusal(plan, t => t with { SamplesPerBatch = 1 }), StringComparison.Ordinal);
        Assert.Contains("morph.train.window is 100", Refusal(plan, t => t with { Window = 100 }), StringComparison.Ordinal);
        Assert.Contains("morph.train.validate-every is 0", Refusal(plan, t => t with { ValidateEvery = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_tells_what_decides_the_weights_and_nothing_else()
    {
        var plan = SyntheticFields.Plan(4);
        Assert.Equal(plan.Digest, SyntheticFields.Plan(4).Digest);
        Assert.Equal(plan.Digest, (plan with { Threads = 2, Device = "auto" }).Digest);
        Assert.NotEqual(plan.Digest, (plan with { Iterations = 5 }).Digest);
        Assert.NotEqual(plan.Digest, (plan with { Train = plan.Train.RemoveAt(2) }).Digest);
        Assert.NotEqual(plan.Digest, (plan with { Train = plan.Train.RemoveAt(2), Validation = plan.Validation.Add(plan.Train[2]) }).Digest);
        Assert.NotEqual(plan.Digest, (plan with { Settings = plan.Settings with { Train = plan.Settings.Train with { PriorWeight = 0.2 } } }).Digest);
    }

    private static string Refusal(TrainingPlan plan, Func<TrainSettings, TrainSettings> change) => Assert.Throws<ConfigurationException>(
        () => (plan with { Settings = plan.Settings with { Train = change(plan.Settings.Train) } }).Check()).Message;
}
