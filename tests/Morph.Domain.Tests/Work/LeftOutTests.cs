using Morph.Domain.Work;

namespace Morph.Domain.Tests.Work;

public sealed class LeftOutTests
{
    [Theory]
    [InlineData()]
    [InlineData(0)]
    [InlineData(7, 8)]
    [InlineData(3, 63, 64, 99)]
    public void What_is_left_out_is_found_again(params int[] left)
    {
        var leftOut = LeftOut.Of(Enumerable.Range(0, 100).Select(left.Contains));
        Assert.Equal(left, Enumerable.Range(0, 200).Where(leftOut.Contains));
        Assert.Equal(leftOut, new LeftOut(leftOut.Bits));
        Assert.Equal(left.Length == 0, leftOut == LeftOut.None);
    }

    [Fact]
    public void A_text_for_a_hundred_thousand_items_stays_small() =>
        Assert.InRange(LeftOut.Of(Enumerable.Range(0, 100_000).Select(i => i % 3 == 0)).Bits.Length, 1, 20_000);
}
