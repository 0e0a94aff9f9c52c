using Morph.Reporting.Pictures;
using SkiaSharp;

namespace Morph.Reporting.Pages;

/// <summary>Something measured of every window, relative to the typical window of the run.</summary>
/// <param name="Name">What it is: "actin brightness".</param>
/// <param name="Colour">The colour of its channel; null where it is of no channel.</param>
/// <param name="Ratios">For each window: its value as a multiple of the typical one, 0 or more; NaN where it could not be measured.</param>
internal sealed record Measure(string Name, SKColor? Colour, float[] Ratios)
{
    /// <summary>
    /// The typical one of some values: the mean of their middle half, which extremes do not move, as they do not the median, and which tells small
    /// counts apart, as the median does not. Values that are not finite are left out; NaN where none is left.
    /// </summary>
    public static double Typical(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite).Order()];
        return known.Length == 0 ? double.NaN : known[(known.Length / 4)..(known.Length - (known.Length / 4))].Average();
    }
}

/// <summary>What is measured of the windows without any learning: brightness of each channel, area covered by cells, number of nuclei.</summary>
internal static class Measures
{
    /// <summary>Puts the measurements of all fields together; what typical windows have nothing of is left out.</summary>
    /// <param name="model">The page.</param>
    /// <param name="drawn">The fields, measured while they were drawn.</param>
    /// <param name="colours">Colour of each channel.</param>
    public static IReadOnlyList<Measure> Of(ReportModel model, DrawnFields drawn, IReadOnlyList<SKColor> colours)
    {
        var channels = model.Inputs.Manifest.Channels;
        var intensities = channels.Select(_ => Empty(model)).ToArray();
        var (area, nuclei) = (Empty(model), Empty(model));
        foreach (var field in model.WindowsOfField)
        {
            var measured = drawn.ByName.GetValueOrDefault(field.Key)?.Measurements ?? [];
            foreach (var (window, row) in measured.Zip(field))
            {
                for (var c = 0; c < intensities.Length; c++)
                {
                    // Above what is shown as black: camera offset and empty ground would hide how much brighter one is than the other.
                    intensities[c][row] = Math.Max(0, window.Intensity[c] - drawn.Limits[c].Black);
                }

                (area[row], nuclei[row]) = (window.ForegroundFraction, window.Nuclei);
            }
        }

        return
        [
            .. channels.Select((name, c) => Relative($"{name} brightness", colours[c], intensities[c])).OfType<Measure>(),
            .. new[] { Relative("area of cells", null, area), Relative("nuclei", null, nuclei) }.OfType<Measure>(),
        ];
    }

    private static double[] Empty(ReportModel model) => [.. Enumerable.Repeat(double.NaN, model.Windows.Count)];

    private static Measure? Relative(string name, SKColor? colour, double[] values) =>
        Measure.Typical(values) is > 0 and var typical ? new(name, colour, [.. values.Select(v => (float)(v / typical))]) : null;
}
