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
        WindowPixels.Copy(Ramp, new(2, 3, 8, 8), vertically, horizontally, new Normalisation([100], [2]), target);
        Assert.Equal((firstRow * 30 + firstColumn - 100) / 2f, target[0]);
        Assert.Equal(((11 - firstRow) * 30 + (13 - firstColumn) - 100) / 2f, target[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Beyond_the_field_lies_the_mean(bool turned)
    {
        var target = new float[24 * 36];
        Array.Fill(target, float.NaN);
        WindowPixels.Copy(Ramp, new(-2, -1, 24, 36), turned, turned, new Normalisation([100], [2]), target);
        for (var i = 0; i < target.Length; i++)
        {
            var at = turned ? target.Length - 1 - i : i;
            var (y, x) = ((at / 36) - 2, (at % 36) - 1);
            Assert.Equal(y is >= 0 and < 20 && x is >= 0 and < 30 ? ((y * 30) + x - 100) / 2f : 0, target[i]);
        }
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
