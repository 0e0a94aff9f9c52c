using Morph.Analysis.Labels;

namespace Morph.Analysis.Tests.Labels;

public class GroupLabelTests
{
    [Fact]
    public void Windows_that_do_not_overlap_count_in_full_and_equal_ones_as_one()
    {
        Assert.Equal(3, EffectiveWindows.Count([0, 128, 0], [0, 0, 128], 128), 1e-12);
        Assert.Equal(1, EffectiveWindows.Count([5, 5, 5, 5], [7, 7, 7, 7], 128), 1e-12);
        Assert.Equal(0, EffectiveWindows.Count([], [], 128));
        Assert.Throws<ArgumentException>(() => EffectiveWindows.Count([0], [0, 1], 128));
    }

    [Fact]
    public void Two_windows_that_share_half_are_worth_one_and_a_half()
    {
        // 2/pi asin(1/2) = 1/3, and 4 / (2 + 2/3) = 3/2.
        Assert.Equal(1.5, EffectiveWindows.Count([0, 64], [0, 0], 128), 1e-12);
    }

    [Fact]
    public void A_field_of_two_halves_is_uncertain()
    {
        var half = Of(25, 25, 15);
        Assert.Equal((0, 0.5, 1, 0.5, false), (half.Label, half.Share, half.Second, half.SecondShare, half.Certain));
    }

    [Theory]
    [InlineData(20, 0, 20, true)]
    [InlineData(15, 5, 20, true)] // 15 of 20 or more by chance: 2.1 %
    [InlineData(13, 7, 20, false)] // 13 of 20 or more by chance: 13 %
    [InlineData(39, 21, 60, true)] // the same shares in three times as many: 1.4 %
    [InlineData(15, 5, 5, false)] // the same windows, but worth 5 only
    public void A_majority_is_certain_when_a_tie_is_rejected(int first, int second, double effective, bool certain) =>
        Assert.Equal(certain, Of(first, second, effective).Certain);

    [Fact]
    public void The_most_frequent_of_many_is_uncertain_without_half_of_all()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 48 ? 3 : i % 3)];
        var label = GroupLabel.Of(labels, [.. Enumerable.Range(0, 4).Select(k => (double)labels.Count(l => l == k))], 100);
        Assert.Equal((3, 0.48, false), (label.Label, label.Share, label.Certain));
    }

    [Fact]
    public void Doubtful_windows_make_a_clear_count_uncertain()
    {
        int[] labels = [.. Enumerable.Repeat(0, 40).Concat(Enumerable.Repeat(1, 10))];
        Assert.True(GroupLabel.Of(labels, [40, 10], 20).Certain);
        Assert.False(GroupLabel.Of(labels, [26, 24], 20).Certain);
    }

    [Fact]
    public void One_label_alone_has_no_second()
    {
        var label = GroupLabel.Of([2, 2, 2, 2], [0, 0, 4], 4);
        Assert.Equal((2, 1.0, GroupLabel.None, 0.0, true), (label.Label, label.Share, label.Second, label.SecondShare, label.Certain));
        Assert.Throws<ArgumentException>(() => GroupLabel.Of([], [], 1));
    }

    private static GroupLabel Of(int first, int second, double effective) =>
        GroupLabel.Of([.. Enumerable.Repeat(0, first).Concat(Enumerable.Repeat(1, second))], [first, second], effective);
}
