using Morph.Domain.Pixels;
using Morph.Learning.Pixels;

namespace Morph.Learning.Tests.Pixels;

public class WindowPixelsTests
{
    private static readonly FieldImage Ramp = new(1, 20, 30, [.. Enumerable.Range(0, 600).Select(i => (ushort)i)]);

    [Theory]
    [InlineData(false, false, 2, 3)]
    [InlineData(true, false, 9, 3)]
    [InlineData(false, true, 2, 10)]
    [InlineData(true, true, 9, 10)]
    public void A_window_is_cut_turned_and_normalised(bool vertically, bool horizontally, int firstRow, int firstColumn)
    {
        var target = new float[64];
        WindowPixels.Copy(Ramp, 2, 3, 8, vertically, horizontally, new Normalisation([100], [2]), target);
        Assert.Equal((firstRow * 30 + firstColumn - 100) / 2f, target[0]);
        Assert.Equal(((11 - firstRow) * 30 + (13 - firstColumn) - 100) / 2f, target[^1]);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 3)]
    [InlineData(false, true, 0)]
    [InlineData(true, true, 2)]
    public void A_location_is_foreground_where_any_of_its_64_pixels_is_and_turns_with_the_image(bool vertically, bool horizontally, int location)
    {
        var foreground = new bool[600];
        foreground[(2 + 7) * 30 + 3 + 15] = true;
        foreground[1 * 30 + 5] = true;
        var target = new bool[4];
        WindowPixels.CopyPooled(new FieldMask(20, 30, foreground), 2, 3, 16, vertically, horizontally, target);
        Assert.Equal(Enumerable.Range(0, 4).Select(i => i == location), target);
    }
}
