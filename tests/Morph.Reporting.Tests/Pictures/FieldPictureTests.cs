using Morph.Reporting.Pictures;
using SkiaSharp;

namespace Morph.Reporting.Tests.Pictures;

public class FieldPictureTests
{
    [Fact]
    public void Stains_have_their_customary_colours_and_all_channels_differ()
    {
        var colours = ChannelColours.For(["DNA", "pH3", "actin", "x", "y"]);
        Assert.True(colours[0].Blue > 2 * colours[0].Green);
        Assert.True(colours[1].Green > 2 * colours[1].Red);
        Assert.True(colours[2].Red > 2 * colours[2].Blue);
        Assert.Equal(5, colours.Distinct().Count());
        Assert.Equal(colours[0], ChannelColours.For(["w", "Hoechst 33342"])[1]);
        Assert.Equal([SKColors.White], ChannelColours.For(["DNA"]));
        Assert.Equal(12, ChannelColours.For([.. Enumerable.Range(0, 12).Select(i => $"c{i}")]).Count);
    }

    [Fact]
    public void Dust_and_dead_pixels_do_not_set_the_contrast()
    {
        var pixels = Enumerable.Range(0, 10_000).Select(i => (ushort)(1000 + (i % 100))).ToArray();
        pixels[17] = 65535;
        pixels[18] = 0;
        var limits = new ContrastLimits(1);
        limits.Add(new(1, 100, 100, pixels));
        var limit = Assert.Single(limits.ToLimits());
        Assert.InRange(limit.Black, 1000, 1005);
        Assert.InRange(limit.Full, 1095, 1100);
    }

    [Fact]
    public void A_constant_channel_has_limits_and_is_black()
    {
        var limits = new ContrastLimits(1);
        limits.Add(new(1, 4, 4, [.. Enumerable.Repeat((ushort)700, 16)]));
        var limit = Assert.Single(limits.ToLimits());
        Assert.Equal(0, limit.Of(700));
        Assert.True(limit.Full > limit.Black);
    }

    [Fact]
    public void Channels_are_screened_in_their_colours()
    {
        var picture = new FieldPicture([new(0, 100), new(0, 100)], [new(255, 0, 0), new(0, 0, 255)]);
        using var bitmap = picture.Composite(new(2, 1, 4, [0, 100, 0, 200, 0, 0, 100, 100]), 1024);
        Assert.Equal([new SKColor(0, 0, 0), new(255, 0, 0), new(0, 0, 255), new(255, 0, 255)], bitmap.Pixels);
    }

    [Fact]
    public void A_large_field_is_shrunk_to_the_mean_of_its_pixels()
    {
        var picture = new FieldPicture([new(0, 100)], [SKColors.White]);
        using var bitmap = picture.Composite(new(1, 2, 5, [0, 100, 100, 100, 9, 0, 100, 100, 100, 9]), 3);
        Assert.Equal((2, 1), (bitmap.Width, bitmap.Height));
        Assert.Equal([128, 255], bitmap.Pixels.Select(p => (int)p.Green));
    }

    [Fact]
    public void The_rim_is_the_inner_edge_of_the_mask_and_not_the_border_of_the_picture()
    {
        bool[] foreground =
        [
            true, true, true, false, false,
            true, true, true, false, false,
            true, true, true, false, false,
            false, false, false, false, false,
        ];
        var picture = new FieldPicture([new(0, 1), new(0, 1)], [SKColors.Red, SKColors.Blue]);
        using var rim = picture.Outline(new(4, 5, foreground), 1024);
        Assert.Equal(
            ["..#..", "..#..", "###..", "....."],
            rim.Pixels.Chunk(5).Select(row => string.Concat(row.Select(p => p.Alpha > 0 ? '#' : '.'))));
    }
}
