using Morph.Domain.Pixels;
using Morph.Domain.Windows;
using Morph.Imaging.Windows;

namespace Morph.Imaging.Tests.Windows;

public class WindowTests
{
    [Fact]
    public void Fractions_are_the_counted_shares_of_every_window()
    {
        var mask = new FieldMask(70, 90, [.. Enumerable.Range(0, 6300).Select(i => i * 7 % 13 < 4 || i % 90 > 80)]);
        var windows = new WindowGrid(16, 7).Positions(70, 90);
        var counted = windows.Select(w => (float)(Enumerable.Range(0, 256).Count(i => mask.Foreground[(w.Y + i / 16) * 90 + w.X + i % 16]) / 256.0));
        Assert.Equal(counted, ForegroundFractions.Of(mask, windows, 16));
    }

    [Fact]
    public void A_window_outside_the_field_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ForegroundFractions.Of(new(8, 8, new bool[64]), [new(1, 0)], 8));

    [Fact]
    public void The_highest_fractions_are_kept_in_order_and_the_first_of_equals()
    {
        float[] fractions = [0.5f, 0.9f, 0.5f, 0.1f, 0.5f];
        Assert.Equal([0, 1, 2], TopWindows.Select(fractions, 3));
        Assert.Equal([1], TopWindows.Select(fractions, 1));
        Assert.Equal([0, 1, 2, 3, 4], TopWindows.Select(fractions, 50));
        Assert.Empty(TopWindows.Select(fractions, 0));
    }
}
