using Morph.Reporting.Drawing;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Tests.Pages;

public class PageTests
{
    [Fact]
    public void Values_are_escaped_and_pieces_are_not()
    {
        var evil = "<a href='x'>\"&\"</a>";
        Assert.Equal("<p title=\"&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;\"><b>1234</b></p>", Html.Of($"<p title=\"{evil}\">{Html.Of($"<b>{1234}</b>")}</p>").Text);
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "1 %")]
    [InlineData(0.994, "99 %")]
    [InlineData(0.9999, "99 %")]
    [InlineData(1, "100 %")]
    public void A_share_is_never_rounded_to_none_or_all(double share, string text) => Assert.Equal(text, Count.Share(share));

    [Theory]
    [InlineData(double.NaN, "–")]
    [InlineData(0.8714, "0.871")]
    [InlineData(-0.05, "−0.050")]
    [InlineData(1, "1.000")]
    [InlineData(4, "4")]
    [InlineData(18234.2, "18,234")]
    public void Figures_have_the_digits_they_need(double value, string text) => Assert.Equal(text, Count.Figure(value));

    [Fact]
    public void A_cluster_takes_the_colour_of_its_sample_and_no_colour_is_given_twice()
    {
        var marks = ClusterMarks.Assign(new[,] { { 0, 90, 10, 0 }, { 80, 0, 0, 0 }, { 0, 5, 0, 0 } });
        Assert.Equal(Palette.Mark(1), marks[0]);
        Assert.Equal(Palette.Mark(0), marks[1]);
        Assert.Equal(4, marks.Distinct().Count());
    }
}
