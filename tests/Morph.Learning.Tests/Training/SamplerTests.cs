using Morph.Domain.Settings;
using Morph.Learning.Training;

namespace Morph.Learning.Tests.Training;

public sealed class SamplerTests
{
    [Fact]
    public void A_sample_of_many_fields_gives_some_drawn_anew_for_each_step_and_all_in_time()
    {
        var plan = SyntheticFields.Plan(40, new TrainSettings { FieldsPerSample = 1 });
        var drawn = Enumerable.Range(1, 40).Select(step => Sampler.Fields(plan, step, 0)).ToList();
        Assert.All(drawn, fields => Assert.Single(fields));
        Assert.Equal(Enumerable.Range(0, plan.Train[0].Fields.Length), drawn.SelectMany(f => f).Distinct().Order());
        Assert.True(drawn[7].SequenceEqual(Sampler.Fields(plan, 8, 0)));
    }

    [Fact]
    public void A_sample_of_few_fields_gives_all()
    {
        var plan = SyntheticFields.Plan(2);
        Assert.Equal(Enumerable.Range(0, plan.Train[0].Fields.Length), Sampler.Fields(plan, 1, 0));
    }
}
