using Morph.Cli.Progress;

namespace Morph.Cli.Tests.Progress;

public sealed class ProgressTextTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(4320, "1 h 12 min")]
    [InlineData(273600, "3 d 4 h")]
    public void A_duration_has_its_two_largest_units(double seconds, string text) =>
        Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(250.4, "250/s")]
    [InlineData(12.34, "12.3/s")]
    [InlineData(0.25, "15.0/min")]
    [InlineData(0.001, "3.6/h")]
    public void A_rate_is_per_second_minute_or_hour(double perSecond, string text) => Assert.Equal(text, ProgressText.Rate(perSecond));

    [Fact]
    public void A_count_has_groups_of_three_and_the_right_number()
    {
        Assert.Equal("1 field", ProgressText.Count(1, "field"));
        Assert.Equal("1,200 windows", ProgressText.Count(1200, "window"));
    }
}
