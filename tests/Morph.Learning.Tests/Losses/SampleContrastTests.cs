using Morph.Learning.Losses;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Losses;

public class SampleContrastTests
{
    private const double Temperature = 0.2;

    [Fact]
    public void The_loss_is_its_definition_field_by_field_and_a_field_without_another_of_its_sample_does_not_count()
    {
        using var scope = NewDisposeScope();
        long[] sample = [0, 0, 1, 2, 2, 2];
        var global = NumberRule.Numbers(3, sample.Length, 4);
        var terms = new List<double>();
        for (var i = 0; i < sample.Length; i++)
        {
            var scores = Enumerable.Range(0, sample.Length).Select(k => InfoNceEstimateTests.Cosine(global[i], global[k]) / Temperature).ToArray();
            var all = scores.Where((_, k) => k != i).Sum(Math.Exp);
            var positives = scores.Where((_, k) => k != i && sample[k] == sample[i]).ToArray();
            if (positives.Length > 0)
            {
                terms.Add(positives.Average(s => Math.Log(Math.Exp(s) / all)));
            }
        }

        Assert.Equal(5, terms.Count);
        Assert.Equal(-terms.Average(), SampleContrast.Loss(global, tensor(sample), Temperature).item<float>(), 1e-5);
    }

    [Fact]
    public void Without_any_pair_the_loss_is_0() =>
        Assert.Equal(0, SampleContrast.Loss(NumberRule.Numbers(3, 3, 4), tensor(new long[] { 0, 1, 2 }), Temperature).item<float>());
}
