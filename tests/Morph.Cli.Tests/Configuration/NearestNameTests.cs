using Morph.Cli.Configuration;

namespace Morph.Cli.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("trian", "train", 1)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_counts_single_edits_and_swaps(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Fact]
    public void A_word_that_resembles_none_has_no_nearest_name() =>
        Assert.Null(NearestName.Of("elephant", ["run", "plan", "mask"]));
}
