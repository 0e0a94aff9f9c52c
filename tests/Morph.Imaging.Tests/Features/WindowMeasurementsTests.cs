using Morph.Domain.Pixels;
using Morph.Imaging.Features;
using Morph.Imaging.Simulate;

namespace Morph.Imaging.Tests.Features;

public class WindowMeasurementsTests
{
    private const int Side = 64;

    [Fact]
    public void Brightness_is_the_mean_of_the_foreground_alone()
    {
        var (image, mask) = Discs((32, 32, 10, 500), (96, 40, 10, 900));
        var measured = WindowMeasurements.Of(image, mask, [new(0, 0), new(64, 0), new(0, 64)], Side, nuclearChannel: 0);
        Assert.Equal(500, measured[0].Intensity[0]);
        Assert.Equal(900, measured[1].Intensity[0]);
        Assert.Equal(250, measured[0].Intensity[1]);
        Assert.True(double.IsNaN(measured[2].Intensity[0]));
        Assert.Equal(mask.Foreground.Take(64 * 128).Count(f => f) / 4096.0, measured[0].ForegroundFraction);
        Assert.Equal(0, measured[2].ForegroundFraction);
    }

    [Fact]
    public void A_nucleus_belongs_to_the_windows_that_hold_its_centre()
    {
        var (image, mask) = Discs((20, 20, 8, 500), (20, 44, 8, 700), (100, 62, 9, 600));
        var measured = WindowMeasurements.Of(image, mask, [new(0, 0), new(0, 32), new(64, 0), new(64, 64)], Side, nuclearChannel: 0);
        Assert.Equal([2, 1, 1, 0], measured.Select(m => m.Nuclei));
    }

    [Fact]
    public void Dust_is_no_nucleus_and_a_blank_field_has_none()
    {
        var (image, mask) = Discs((20, 20, 8, 500), (20, 44, 8, 700), (40, 30, 1, 900));
        Assert.Equal(2, WindowMeasurements.Of(image, mask, [new(0, 0)], Side, 0)[0].Nuclei);
        var (blank, none) = Discs();
        Assert.Equal(0, WindowMeasurements.Of(blank, none, [new(0, 0)], Side, 0)[0].Nuclei);
    }

    [Fact]
    public void Nuclei_of_simulated_cells_are_counted_within_a_quarter_of_the_truth()
    {
        var options = new SimulationOptions(Samples: 4, Fields: 1);
        foreach (var sample in Enumerable.Range(0, 4))
        {
            var field = CellSimulator.RenderWithTruth(options, sample, 0);
            var measured = WindowMeasurements.Of(field.Image, field.Cells, [new(0, 0)], 512, nuclearChannel: 0);
            Assert.InRange(measured[0].Nuclei, 0.75 * field.Counts.Cells, 1.25 * field.Counts.Cells);
        }
    }

    private static (FieldImage Image, FieldMask Mask) Discs(params (int Y, int X, int Radius, int Value)[] discs)
    {
        const int size = 128;
        var (pixels, foreground) = (new ushort[2 * size * size], new bool[size * size]);
        Array.Fill(pixels, (ushort)100);
        foreach (var disc in discs)
        {
            for (var at = 0; at < size * size; at++)
            {
                var (y, x) = ((at / size) - disc.Y, (at % size) - disc.X);
                if ((y * y) + (x * x) <= disc.Radius * disc.Radius)
                {
                    pixels[at] = (ushort)disc.Value;
                    pixels[(size * size) + at] = (ushort)(disc.Value / 2);
                    foreground[at] = true;
                }
            }
        }

        return (new(2, size, size, pixels), new(size, size, foreground));
    }
}
