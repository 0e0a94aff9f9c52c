using Morph.Learning.Losses;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Losses;

public class JensenShannonEstimateTests
{
    private static readonly JensenShannonEstimate Estimate = new();

    private static readonly int[] Dense = [2, 2, 2];

    [Fact]
    public void The_loss_is_that_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        var golden = TestData.Golden("network.json").GetProperty("mi_loss");
        var (local, global, foreground, sample, field) = GoldenBatch();
        Close.Relative(golden.GetProperty("value").GetDouble(), Loss(local, global, foreground, sample, field).item<float>(), 1e-5, "L_MI");
    }

    [Fact]
    public void A_zero_critic_has_loss_0()
    {
        using var scope = NewDisposeScope();
        var (local, global, foreground, sample, field) = GoldenBatch();
        Assert.Equal(0, Loss(zeros_like(local), global, foreground, sample, field).item<float>(), 1e-6);
    }

    [Fact]
    public void A_perfect_critic_reaches_the_bound_and_no_further()
    {
        using var scope = NewDisposeScope();
        var local = tensor(new float[] { 50, 0, 0, 50 }, [2, 1, 2]);
        var global = tensor(new float[] { 50, -50, -50, 50 }, [2, 2]);
        var loss = Loss(local, global, ones(2, 1, ScalarType.Bool), tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 0 }));
        Assert.Equal(-2 * Math.Log(2), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void The_general_form_equals_the_definition_pair_by_pair_when_no_sample_lost_a_field() => EqualsDefinition(Dense, []);

    [Fact]
    public void Samples_that_lost_a_field_are_paired_by_sample_and_field_number() => EqualsDefinition([3, 1, 2], []);

    [Fact]
    public void A_field_without_foreground_gives_no_locations_but_its_global_still_counts() => EqualsDefinition(Dense, [1]);

    [Fact]
    public void A_batch_without_foreground_has_loss_0_and_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var (local, global, foreground, sample, field) = GoldenBatch();
        local.requires_grad_();
        var loss = Loss(local, global, zeros_like(foreground), sample, field);
        loss.backward();
        Assert.Equal(0, loss.item<float>());
        Assert.Equal(0, local.grad!.abs().max().item<float>());
    }

    [Fact]
    public void Sums_over_parts_of_the_fields_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        var (local, global, foreground, sample, field) = GoldenBatch();
        var parts = new[] { 0..2, 2..6 }.Select(r => Estimate.Sums(
            local[r][foreground[r]], PerLocation(sample, foreground)[r][foreground[r]], PerLocation(field, foreground)[r][foreground[r]], global, sample, field)).ToArray();
        Assert.Equal(
            Loss(local, global, foreground, sample, field).item<float>(),
            Estimate.Loss(parts[0] + parts[1]).item<float>(),
            1e-5);
    }

    /// <summary>The loss of M x L x D locations of which some are foreground.</summary>
    private static Tensor Loss(Tensor local, Tensor global, Tensor foreground, Tensor sample, Tensor field) =>
        Estimate.Loss(local[foreground], PerLocation(arange(local.shape[0]), foreground)[foreground], global, sample, field);

    private static Tensor PerLocation(Tensor perField, Tensor foreground) => perField.unsqueeze(1).expand_as(foreground);

    private static (Tensor Local, Tensor Global, Tensor Foreground, Tensor Sample, Tensor Field) GoldenBatch() => (
        NumberRule.Numbers(1010, 3, 2, 8, 5).flatten(0, 1).transpose(1, 2).contiguous(),
        NumberRule.Numbers(1011, 3, 2, 8).flatten(0, 1),
        NumberRule.Above(0.5, 1012, 3, 2, 5).flatten(0, 1),
        tensor(new long[] { 0, 0, 1, 1, 2, 2 }),
        tensor(new long[] { 0, 1, 0, 1, 0, 1 }));

    private static void EqualsDefinition(int[] fieldsOfSample, int[] withoutForeground)
    {
        using var scope = NewDisposeScope();
        const int depth = 8, locations = 5;
        var fields = fieldsOfSample.SelectMany((n, s) => Enumerable.Range(0, n).Select(f => (Sample: s, Field: f))).ToArray();
        var local = NumberRule.Numbers(1, fields.Length, locations, depth);
        var global = NumberRule.Numbers(2, fields.Length, depth);
        var foreground = NumberRule.Above(0.5, 3, fields.Length, locations);
        foreach (var field in withoutForeground)
        {
            foreground[field].fill_(false);
        }

        List<double> positives = [];
        List<double> negatives = [];
        for (var m = 0; m < fields.Length; m++)
        {
            for (var at = 0; at < locations; at++)
            {
                for (var other = 0; other < fields.Length && foreground[m, at].item<bool>(); other++)
                {
                    var u = (double)(local[m, at] * global[other]).sum().item<float>();
                    if (fields[m].Sample == fields[other].Sample)
                    {
                        positives.Add(Math.Log(2) - Math.Log(1 + Math.Exp(-u)));
                    }
                    else if (fields[m].Field == fields[other].Field)
                    {
                        negatives.Add(Math.Log(1 + Math.Exp(-u)) + u - Math.Log(2));
                    }
                }
            }
        }

        var loss = Loss(
            local,
            global,
            foreground,
            tensor(fields.Select(f => (long)f.Sample).ToArray()),
            tensor(fields.Select(f => (long)f.Field).ToArray()));
        Close.Relative(negatives.Average() - positives.Average(), loss.item<float>(), 1e-5, "L_MI");
    }
}
