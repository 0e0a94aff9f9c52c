using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Windows;

namespace Morph.Domain.Tests.Randomness;

public class RandomSourceTests
{
    [Fact]
    public void The_same_address_gives_the_same_numbers_and_another_position_others()
    {
        var first = RandomSource.For(1, "crop", 41, 3).NextUInt64();
        Assert.Equal(first, RandomSource.For(1, "crop", 41, 3).NextUInt64());
        Assert.NotEqual(first, RandomSource.For(1, "crop", 42, 3).NextUInt64());
        Assert.NotEqual(first, RandomSource.For(1, "crop", 4, 13).NextUInt64());
        Assert.NotEqual(first, RandomSource.For(2, "crop", 41, 3).NextUInt64());
    }

    [Fact]
    public void Gaussian_numbers_have_mean_0_and_variance_1()
    {
        var random = new RandomSource(5);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();
        Assert.Equal(0, draws.Average(), 0.02);
        Assert.Equal(1, draws.Select(d => d * d).Average(), 0.02);
    }

    [Fact]
    public void Whole_numbers_are_even_over_their_range()
    {
        var random = new RandomSource(6);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }
}

public class WindowGridTests
{
    [Theory]
    [InlineData(512, 13, 384)]
    [InlineData(510, 13, 382)]
    [InlineData(128, 1, 0)]
    public void Windows_cover_the_axis_and_the_last_is_flush(int length, int count, int last)
    {
        var axis = new WindowGrid(128, 32).Axis(length);
        Assert.Equal(count, axis.Count);
        Assert.Equal(last, axis[^1]);
        Assert.Equal(axis.Order().Distinct(), axis);
    }
}

public class ChannelMomentsTests
{
    [Fact]
    public void Standard_deviation_of_16_bit_pixels_is_exact()
    {
        ushort[] pixels = [65535, 65535, 65534, 65534];
        var moments = ChannelMoments.Of(pixels);
        Assert.Equal(65534.5, moments.Mean);
        Assert.Equal(0.5, moments.StandardDeviation);
        Assert.Equal(moments, ChannelMoments.Of(pixels.AsSpan(0, 1)) + ChannelMoments.Of(pixels.AsSpan(1)));
    }
}
