using Morph.Analysis.Labels;

namespace Morph.Analysis.Tests.Labels;

public class MajorityLabelTests
{
    [Fact]
    public void The_most_frequent_label_wins_with_its_share() =>
        Assert.Equal(new MajorityLabel(3, 0.5), MajorityLabel.Of([1, 3, 2, 3]));

    [Fact]
    public void The_smallest_of_equally_frequent_labels_wins() =>
        Assert.Equal(new MajorityLabel(-1, 0.4), MajorityLabel.Of([5, 5, -1, -1, 9]));

    [Fact]
    public void No_labels_have_no_majority() => Assert.Throws<ArgumentException>(() => MajorityLabel.Of([]));
}
