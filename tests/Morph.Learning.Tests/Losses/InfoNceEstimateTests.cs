using Morph.Learning.Losses;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Losses;

public class InfoNceEstimateTests
{
    private const double Temperature = 0.2;
    private const int Depth = 4;

    private static readonly (int Sample, int Field)[] Fields = [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 2)];

    [Fact]
    public void The_loss_is_its_definition_pair_by_pair_also_where_samples_have_different_numbers_of_fields()
    {
        using var scope = NewDisposeScope();
        var (local, of, global, sample, field) = Batch();
        var terms = new List<double>();
        for (var r = 0; r < local.shape[0]; r++)
        {
            var scores = Enumerable.Range(0, Fields.Length).Select(k => Cosine(local[r], global[k]) / Temperature).ToArray();
            var own = Fields[(int)of[r].item<long>()].Sample;
            var others = scores.Where((_, k) => Fields[k].Sample != own).Sum(Math.Exp);
            terms.AddRange(scores.Where((_, k) => Fields[k].Sample == own).Select(s => Math.Log(Math.Exp(s) / (Math.Exp(s) + others))));
        }

        Assert.Equal(-terms.Average(), new InfoNceEstimate(Temperature).Loss(local, of, global, sample, field).item<float>(), 1e-5);
    }

    [Fact]
    public void Sums_over_parts_of_the_locations_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        var (local, of, global, sample, field) = Batch();
        var estimate = new InfoNceEstimate(Temperature);
        var parts = new[] { 0..5, 5..12 }.Select(r => estimate.Sums(local[r], sample.index_select(0, of[r]), field.index_select(0, of[r]), global, sample, field)).ToArray();
        Assert.Equal(estimate.Loss(local, of, global, sample, field).item<float>(), estimate.Loss(parts[0] + parts[1]).item<float>(), 1e-5);
    }

    [Fact]
    public void No_location_and_a_single_sample_have_loss_0_and_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var (local, of, global, sample, field) = Batch();
        var estimate = new InfoNceEstimate(Temperature);
        Assert.Equal(0, estimate.Loss(local[..0], of[..0], global, sample, field).item<float>());
        local.requires_grad_();
        var loss = estimate.Loss(local, of, global, zeros_like(sample), field);
        loss.backward();
        Assert.Equal(0, loss.item<float>());
        Assert.Equal(0, local.grad!.abs().max().item<float>());
    }

    internal static double Cosine(Tensor a, Tensor b) => (a * b).sum().item<float>() / Math.Sqrt((a * a).sum().item<float>() * (b * b).sum().item<float>());

    private static (Tensor Local, Tensor Of, Tensor Global, Tensor Sample, Tensor Field) Batch() => (
        NumberRule.Numbers(1, 12, Depth),
        tensor(Enumerable.Range(0, 12).Select(i => (long)(i % Fields.Length)).ToArray()),
        NumberRule.Numbers(2, Fields.Length, Depth),
        tensor(Fields.Select(f => (long)f.Sample).ToArray()),
        tensor(Fields.Select(f => (long)f.Field).ToArray()));
}
