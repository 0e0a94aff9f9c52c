using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;
using Morph.Imaging.Masking;
using Morph.Imaging.Tests.Fields;

namespace Morph.Imaging.Tests.Masking;

public class SampleMaskerTests
{
    private static SampleMask Fit(ForegroundRule rule, params FieldImage[] fields) =>
        SampleMasker.Fit(fields, new MaskSettings { Foreground = rule }, new RandomSource(1));

    [SkippableFact]
    public void The_minority_of_the_real_field_is_17_4_percent()
    {
        var mask = Fit(ForegroundRule.Minority, Ht29.ReadOrSkip());
        Assert.InRange(mask.ForegroundFraction, 0.171, 0.177);
        var golden = TestData.Golden("gmm.json");
        Assert.Equal(golden.GetProperty("means")[1][0].GetDouble(), mask.Foreground!.Mean[0], 0.5);
        Assert.True(mask.Converged);
    }

    [SkippableFact]
    public void The_brighter_component_of_the_real_field_is_the_same_one() =>
        Assert.Equal(
            Fit(ForegroundRule.Minority, Ht29.ReadOrSkip()).Masks[0].Foreground,
            Fit(ForegroundRule.Brighter, Ht29.ReadOrSkip()).Masks[0].Foreground);

    [Fact]
    public void Brighter_finds_the_cells_of_a_confluent_well_and_minority_the_gaps()
    {
        // Three quarters bright, with a little spread in both parts; two fields of one sample, one of them all cells.
        var mixed = Field((y, x) => (x < 12 ? 100 : 10) + (7 * x + 3 * y) % 5);
        var full = Field((y, x) => 100 + (7 * x + 3 * y) % 5);
        var brighter = Fit(ForegroundRule.Brighter, mixed, full);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => i % 16 < 12), brighter.Masks[0].Foreground);
        Assert.All(brighter.Masks[1].Foreground, Assert.True);
        Assert.Equal(0.875, brighter.ForegroundFraction);
        Assert.Equal(0.875, brighter.Foreground!.Weight, 1e-3);
        Assert.Equal(0.125, Fit(ForegroundRule.Minority, mixed, full).ForegroundFraction);
    }

    [Theory]
    [InlineData(ForegroundRule.Brighter, 1, 2, 10, 20, 1)]
    [InlineData(ForegroundRule.Brighter, 2, 1, 20, 10, 0)]
    [InlineData(ForegroundRule.Brighter, 2, 2, 20, 10, 1)]
    [InlineData(ForegroundRule.Brighter, 2, 2, 10, 10, 0)]
    [InlineData(ForegroundRule.Minority, 2, 1, 20, 10, 1)]
    [InlineData(ForegroundRule.Minority, 1, 2, 10, 20, 0)]
    [InlineData(ForegroundRule.Minority, 1, 2, 10, 10, 1)]
    [InlineData(ForegroundRule.Minority, 1, 1, 10, 10, 0)]
    public void Where_one_rule_does_not_decide_the_other_does_and_then_the_order(
        ForegroundRule rule, double firstBrightness, double secondBrightness, long firstPixels, long secondPixels, int expected) =>
        Assert.Equal(expected, SampleMasker.Choose(rule, (firstBrightness, secondBrightness), (firstPixels, secondPixels)));

    [Fact]
    public void A_black_sample_has_no_foreground()
    {
        var mask = Fit(ForegroundRule.Brighter, Field((_, _) => 0), Field((_, _) => 0));
        Assert.Equal((0.0, 0, (MaskComponent?)null), (mask.ForegroundFraction, mask.Iterations, mask.Foreground));
        Assert.All(mask.Masks, m => Assert.DoesNotContain(true, m.Foreground));
    }

    [Fact]
    public void Two_gray_levels_only_are_told_apart()
    {
        var mask = Fit(ForegroundRule.Brighter, Field((y, _) => y < 4 ? 200 : 0));
        Assert.Equal(0.25, mask.ForegroundFraction);
    }

    [Fact]
    public void Channels_that_are_copies_of_each_other_are_masked_or_refused_with_a_reason()
    {
        var one = Field((y, x) => (x < 4 ? 60000 : 1000) + (7 * x + 3 * y) % 50);
        var twice = new FieldImage(2, 16, 16, [.. one.Pixels, .. one.Pixels]);
        var failure = Record.Exception(() => Assert.Equal(0.25, Fit(ForegroundRule.Brighter, twice).ForegroundFraction));
        Assert.True(failure is null or ImageException, failure?.ToString());
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_masks()
    {
        var field = Field((y, x) => (x * y) % 97 + (x < 6 ? 50 : 0));
        var masks = new[] { 1, 2, 3 }.Select(threads => SampleMasker.Fit([field, field], new(), new RandomSource(5), threads)).ToList();
        Assert.All(masks, m => Assert.Equal(masks[0].Masks[1].Foreground, m.Masks[1].Foreground));
        Assert.All(masks, m => Assert.Equal(masks[0].Foreground!.Mean.ToArray(), m.Foreground!.Mean.ToArray()));
    }

    private static FieldImage Field(Func<int, int, int> value) =>
        new(1, 16, 16, [.. Enumerable.Range(0, 256).Select(i => (ushort)value(i / 16, i % 16))]);
}
